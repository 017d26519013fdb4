import { familiarReference, parseReference, type ImageReference } from '../image/reference.ts';
import { parsePlatform } from '../platform.ts';
import { contextOf, type BuildSource } from '../sources/buildSource.ts';
import type { BuildRequest } from '../build/request.ts';
import { withoutSecrets } from '../build/requestSecrets.ts';
import { bad, good, type Result } from '../result.ts';
import { isInFolder, pathBelow, relativePath } from './paths.ts';

/** What a generated file builds. It contains no secret: those of the build are named, so that the pipeline provides them. */
export interface PipelineFacts {
  /** The host for a login, such as `docker.io` or `ghcr.io`. */
  readonly registry: string;
  /** The image without its tag, as Docker's tools print it. */
  readonly repository: string;
  readonly tag: string;
  /** Normalized; at least one. */
  readonly platforms: readonly string[];
  readonly build: PipelineBuild;
  /** Properties of the build that a generated file does not have; the user has to be told. */
  readonly leftOut: readonly string[];
}

type PipelineBuild = DockerfileBuild | BakeBuild;

/** Paths are relative to the workspace folder, with `/`. */
export interface DockerfileBuild {
  readonly kind: 'dockerfile';
  readonly dockerfile: string;
  readonly context: string;
  readonly target?: string;
  readonly args: Readonly<Record<string, string>>;
  /** The build arguments that hold a secret, by name. */
  readonly secretArgs: readonly string[];
  /** In the format of `--secret`, without values. */
  readonly secrets: readonly string[];
}

export interface BakeBuild {
  readonly kind: 'bake';
  /** Relative to `directory`. */
  readonly files: readonly string[];
  readonly targets: readonly string[];
  /** The folder in which bake runs, relative to the workspace folder. */
  readonly directory: string;
  /** The build named its image; otherwise, the files have the names, possibly of several images. */
  readonly isNamed: boolean;
}

/**
 * `image`: the build has no valid image name; `platforms`: it has no valid platform; `lineBreak`: a path or value has one, and each line of
 * a list or recipe would be another entry; `outside`: it builds from an address or from outside of the workspace folder.
 */
export type FactsProblem = 'image' | 'platforms' | 'lineBreak' | 'outside';

/**
 * The facts of a build request.
 *
 * @param image by default, the first tag of the request
 * @param platforms for a request without its own
 */
export function factsOf(
  request: BuildRequest,
  {
    image = request.tags?.[0] ?? '',
    platforms,
  }: { readonly image?: string | undefined; readonly platforms: readonly string[] },
): Result<PipelineFacts, FactsProblem> {
  const parsed = parseReference(image);
  if (!parsed.ok) {
    return bad('image');
  }
  const { domain, path, tag = 'latest' } = parsed.value;
  const repository: ImageReference = { domain, path };
  const wanted = request.platforms && request.platforms.length > 0 ? request.platforms : platforms;
  const valid = wanted.filter((platform) => parsePlatform(platform).ok);
  if (valid.length === 0 || valid.length < wanted.length) {
    return bad('platforms');
  }
  const build = buildOf(request);
  if (hasLineBreak(build)) {
    return bad('lineBreak');
  }
  if (!placesOf(build).every(isInFolder)) {
    return bad('outside');
  }
  return good({
    registry: domain,
    repository: familiarReference(repository),
    tag,
    platforms: valid,
    build,
    leftOut: leftOut.filter((property) => request[property] !== undefined),
  });
}

/**
 * The facts for a file at the root of the repository.
 *
 * @param path of the workspace folder in the repository; empty for the root
 */
export function factsAtRoot(facts: PipelineFacts, path: string): PipelineFacts {
  const { build } = facts;
  return {
    ...facts,
    build:
      build.kind === 'bake'
        ? { ...build, directory: pathBelow(path, build.directory) }
        : { ...build, dockerfile: pathBelow(path, build.dockerfile), context: pathBelow(path, build.context) },
  };
}

/** The ids of the secrets of a build. */
export function secretIds({ secrets }: Pick<DockerfileBuild, 'secrets'>): readonly string[] {
  return secrets.flatMap((text) => /(?:^|,)id=([\w.-]+)/.exec(text)?.[1] ?? []);
}

/** The request of a source that was not built yet. A bake or Compose file keeps its own names. */
export function requestOf(source: BuildSource): BuildRequest {
  return source.kind === 'dockerfile'
    ? { dockerfile: source.file, context: contextOf(source) }
    : {
        context: source.directory,
        bakeFiles: source.files,
        bakeTargets: [source.kind === 'bake' ? source.target : source.service],
        platforms: source.platforms,
      };
}

/** Caches and builders belong to a machine; a pipeline has its own. */
const leftOut = [
  'buildContexts',
  'ssh',
  'labels',
  'annotations',
  'attest',
  'provenance',
  'sbom',
  'bakeVariables',
  'extraArgs',
] as const satisfies readonly (keyof BuildRequest)[];

function placesOf(build: PipelineBuild): readonly string[] {
  return build.kind === 'bake'
    ? [build.directory, ...build.files.map((file) => `${build.directory}/${file}`)]
    : [build.context, build.dockerfile];
}

function buildOf(whole: BuildRequest): PipelineBuild {
  const { request = whole, leftOut } = withoutSecrets(whole);
  const {
    context = '.',
    dockerfile,
    target,
    buildArgs = {},
    secrets = [],
    bakeFiles,
    bakeTargets,
    tags = [],
  } = request;
  if (bakeFiles !== undefined || bakeTargets !== undefined) {
    const targets = bakeTargets ?? ['default'];
    const isNamed = tags.length > 0 && targets.length === 1;
    const directory = slashes(context);
    const files = (bakeFiles ?? []).map((file) => relativePath(directory, slashes(file)));
    return { kind: 'bake', files, targets, directory, isNamed };
  }
  return {
    kind: 'dockerfile',
    dockerfile: slashes(dockerfile ?? `${context === '.' ? '' : `${context}/`}Dockerfile`),
    context: slashes(context),
    ...(target !== undefined && { target }),
    args: buildArgs,
    secretArgs: leftOut.buildArgs,
    secrets,
  };
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

function hasLineBreak(value: unknown): boolean {
  return typeof value === 'string'
    ? /[\r\n]/.test(value)
    : typeof value === 'object' && value !== null && Object.entries(value).some((entry) => entry.some(hasLineBreak));
}
