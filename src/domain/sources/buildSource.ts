import type { BuildOutput, BuildRequest } from '../build/request.ts';
import type { UnknownPart } from './compose.ts';
import type { Dockerfile, Stage, StagePart } from './dockerfile.ts';
import { baseName, directoryOf, joinPath } from './fileKinds.ts';

/** Something in a workspace folder that an image can be built from. Paths are relative to the folder, with `/`. */
export type BuildSource = DockerfileSource | BakeSource | ComposeSource;

export interface DockerfileSource {
  readonly kind: 'dockerfile';
  readonly file: string;
  readonly stages: readonly Stage[];
  /** What inputs are told by; not there where it asks for nothing. */
  readonly asks?: Pick<Dockerfile, 'args'> & { readonly parts: readonly Omit<StagePart, 'copied'>[] };
  /** What it copies from the context, as far as that can be told. */
  readonly copied?: readonly string[];
  /** The folder that the build context was found to be, where that is not the Dockerfile's own. */
  readonly context?: string;
}

/** A Dockerfile as a source; whether it is one is up to whoever asks. */
export function dockerfileSource(file: string, { stages, args, parts }: Dockerfile): DockerfileSource {
  const copied = [...new Set(parts.flatMap((part) => part.copied))];
  const asking = parts.map(({ uses, args: own, wanted, mounts }) => ({ uses, args: own, wanted, mounts }));
  const asks = args.length > 0 || asking.some((part) => part.args.length + part.mounts.length > 0);
  return {
    kind: 'dockerfile',
    file,
    stages,
    ...(asks && { asks: { args, parts: asking } }),
    ...(copied.length > 0 && { copied }),
  };
}

/** The build context that nobody has to change: the one that was found, else the folder of the Dockerfile. */
export function contextOf({ file, context }: DockerfileSource): string {
  return context ?? directoryOf(file);
}

/** What bake and Compose files have in common: both are built by `docker buildx bake`. */
interface DefinedSource {
  /** The directory that the files lie in; paths in them count from it. */
  readonly directory: string;
  /** In the order in which they are merged. */
  readonly files: readonly string[];
  /** Those that can be told. */
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  /** What is not, or not all, in the two lists: only bake knows. Not there where there is nothing of it. */
  readonly unknown?: readonly UnknownPart[];
}

export interface BakeSource extends DefinedSource {
  readonly kind: 'bake';
  /** A target or a group. */
  readonly target: string;
  /** Several images come out of it, so it has no single name: the tags of the file are used. */
  readonly several: boolean;
}

export interface ComposeSource extends DefinedSource {
  readonly kind: 'compose';
  readonly service: string;
}

/** The decisions that a person takes about a source. */
export interface BuildAnswers {
  readonly context?: string | undefined;
  /** The stage to build; without it the last one. */
  readonly target?: string | undefined;
  readonly platforms: readonly string[];
  /** Empty: no name, or the names that the file gives. */
  readonly tags: readonly string[];
  readonly output: BuildOutput;
  readonly destination?: string | undefined;
  readonly builder?: string | undefined;
}

/**
 * The request for a source and what was answered about it. A bake request has the directory of its files as `context`: it
 * is where bake has to run, since it counts the paths in its files from there.
 *
 * @param former a request of the same source, whose build arguments, secrets, caches, labels and the like are kept; not what it was allowed to
 */
export function requestFor(source: BuildSource, answers: BuildAnswers, former?: BuildRequest): BuildRequest {
  const kept = former && isRequestOf(former, source) ? former : {};
  const { buildArgs, buildContexts, secrets, ssh, labels, annotations, attest, provenance, sbom } = kept;
  const { cacheFrom, cacheTo, bakeVariables, extraArgs } = kept;
  const { target, tags, output, destination, builder } = answers;
  return {
    ...origin(source, answers),
    ...(target !== undefined && { target }),
    ...(answers.platforms.length > 0 && { platforms: answers.platforms }),
    ...(tags.length > 0 && { tags }),
    output,
    ...(output === 'oci' && destination !== undefined && { destination }),
    ...(builder !== undefined && { builder }),
    ...(buildArgs && { buildArgs }),
    ...(buildContexts && { buildContexts }),
    ...(secrets && { secrets }),
    ...(ssh && { ssh }),
    ...(labels && { labels }),
    ...(annotations && { annotations }),
    ...(attest && { attest }),
    ...(provenance !== undefined && { provenance }),
    ...(sbom !== undefined && { sbom }),
    ...(kept.pushByDigest === true && output === 'push' && isSame(tags, kept.tags) && { pushByDigest: true }),
    ...(bakeVariables && { bakeVariables }),
    ...(cacheFrom && { cacheFrom }),
    ...(cacheTo && { cacheTo }),
    ...(extraArgs && { extraArgs }),
  };
}

/** A push by digest has a name without a tag; under another name it would be the push of a tag. */
function isSame(tags: readonly string[], former: readonly string[] = []): boolean {
  return tags.join('\n') === former.join('\n');
}

function origin(source: BuildSource, answers: BuildAnswers): BuildRequest {
  switch (source.kind) {
    case 'dockerfile':
      return { dockerfile: source.file, context: answers.context ?? contextOf(source) };
    case 'bake':
    case 'compose':
      return {
        ...(source.directory !== '.' && { context: source.directory }),
        bakeFiles: source.files,
        bakeTargets: [bakeTargetOf(source)],
      };
  }
}

/** bake has no dots in its targets' names; those of a service become underscores (buildx bake, `sanitizeTargetName`). */
function bakeTargetOf(source: BakeSource | ComposeSource): string {
  return source.kind === 'bake' ? source.target : source.service.replaceAll('.', '_');
}

/** Whether a request is one for this source, whatever else it says. */
export function isRequestOf(request: BuildRequest, source: BuildSource): boolean {
  const { bakeFiles, bakeTargets } = request;
  if (source.kind === 'dockerfile') {
    return bakeFiles === undefined && bakeTargets === undefined && dockerfileOf(request) === normal(source.file);
  }
  return (
    bakeTargets?.length === 1 &&
    bakeTargets[0] === bakeTargetOf(source) &&
    (bakeFiles ?? source.files).map(normal).join('\n') === source.files.map(normal).join('\n')
  );
}

/** The source that a request speaks of, as far as the request alone can tell. */
export function sourceOf(request: BuildRequest): BuildSource {
  const { bakeFiles = [], bakeTargets, tags = [], platforms = [], context = '.' } = request;
  if (bakeTargets === undefined && request.bakeFiles === undefined) {
    return { kind: 'dockerfile', file: dockerfileOf(request), stages: [] };
  }
  const several = bakeTargets?.length !== 1;
  const target = bakeTargets?.[0] ?? 'default';
  return { kind: 'bake', directory: context, files: bakeFiles, target, several, tags, platforms };
}

/** What the source is called: the directory of a Dockerfile (the folder's name for the folder itself), a target, a service. */
export function nameOf(source: BuildSource, folderName: string): string {
  switch (source.kind) {
    case 'dockerfile': {
      const directory = directoryOf(source.file);
      return directory === '.' ? folderName : baseName(directory);
    }
    case 'bake':
      return source.target === 'default' ? folderName : source.target;
    case 'compose':
      return source.service;
  }
}

/** Where Docker looks when a request names none. */
function dockerfileOf(request: BuildRequest): string {
  return normal(request.dockerfile ?? joinPath(request.context ?? '.', 'Dockerfile'));
}

function normal(path: string): string {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== '.' && part !== '')
    .join('/');
}
