import { passedProperties } from '../build/properties.ts';
import type { BuildOutput, BuildRequest } from '../build/request.ts';
import type { UnknownPart } from './compose.ts';
import type { Dockerfile, Stage, StagePart } from './dockerfile.ts';
import { baseName, directoryOf, joinPath } from './fileKinds.ts';

/** A source in a workspace folder. Paths are relative to the folder, with `/`. */
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

/** The common part of bake and Compose files: `docker buildx bake` builds both. */
interface DefinedSource {
  /** The folder of the files; paths in them are relative to it. */
  readonly directory: string;
  /** In merge order. */
  readonly files: readonly string[];
  /** The known ones. */
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  /** Unknown or incomplete lists, which only bake knows; absent if everything is known. */
  readonly unknown?: readonly UnknownPart[];
}

export interface BakeSource extends DefinedSource {
  readonly kind: 'bake';
  /** A target or a group. */
  readonly target: string;
  /** It has several images, so it has no single name: the tags of the file are used. */
  readonly several: boolean;
}

export interface ComposeSource extends DefinedSource {
  readonly kind: 'compose';
  readonly service: string;
}

/** The user's choices for a source. */
export interface BuildAnswers {
  readonly context?: string | undefined;
  /** The stage to build; by default the last one. */
  readonly target?: string | undefined;
  readonly platforms: readonly string[];
  /** Empty: no name, or the names of the file. */
  readonly tags: readonly string[];
  readonly output: BuildOutput;
  readonly destination?: string | undefined;
  readonly builder?: string | undefined;
}

/**
 * The request for a source and its choices. A bake request has the folder of its files as `context`, in which bake must run, because the
 * paths in its files are relative to it.
 *
 * @param former a request for the same source, whose build arguments, secrets, caches, labels and similar properties are kept; not its
 * consent
 */
export function requestFor(source: BuildSource, answers: BuildAnswers, former?: BuildRequest): BuildRequest {
  const kept = former && isRequestOf(former, source) ? former : {};
  const { buildArgs, buildContexts, secrets, pushByDigest = false, cacheFrom, cacheTo, extraArgs } = kept;
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
    ...passedProperties({ ...kept, pushByDigest: pushByDigest && output === 'push' && isSame(tags, kept.tags) }),
    ...(cacheFrom && { cacheFrom }),
    ...(cacheTo && { cacheTo }),
    ...(extraArgs && { extraArgs }),
  };
}

/** A push by digest has a name without a tag; with another name, it would be the push of a tag. */
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

/** bake's target names have no dots; those in a service's name become underscores (buildx bake, `sanitizeTargetName`). */
function bakeTargetOf(source: BakeSource | ComposeSource): string {
  return source.kind === 'bake' ? source.target : source.service.replaceAll('.', '_');
}

/** Whether a request is for this source. */
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

/** The source of a request, as far as the request shows it. */
export function sourceOf(request: BuildRequest): BuildSource {
  const { bakeFiles = [], bakeTargets, tags = [], platforms = [], context = '.' } = request;
  if (bakeTargets === undefined && request.bakeFiles === undefined) {
    return { kind: 'dockerfile', file: dockerfileOf(request), stages: [] };
  }
  const several = bakeTargets?.length !== 1;
  const target = bakeTargets?.[0] ?? 'default';
  return { kind: 'bake', directory: context, files: bakeFiles, target, several, tags, platforms };
}

/** The name of a source: the folder of a Dockerfile (for the workspace folder itself, its name), a target, a service. */
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

/** Docker's default file. */
function dockerfileOf(request: BuildRequest): string {
  return normal(request.dockerfile ?? joinPath(request.context ?? '.', 'Dockerfile'));
}

function normal(path: string): string {
  return path
    .split(/[\\/]/)
    .filter((part) => part !== '.' && part !== '')
    .join('/');
}
