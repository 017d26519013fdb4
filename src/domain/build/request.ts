import { bad, good, type Result } from '../result.ts';

export type BuildOutput = 'push' | 'load' | 'oci' | 'cache';

/**
 * What a person, tasks.json or another extension asks for; nothing in it has been checked yet.
 * Paths are relative to the workspace folder. The properties of the task type `multiarch` are exactly these.
 */
export interface BuildRequest {
  readonly dockerfile?: string;
  readonly context?: string;
  readonly platforms?: readonly string[];
  readonly tags?: readonly string[];
  readonly output?: BuildOutput;
  /** Where the OCI layout is written when `output` is `oci`. */
  readonly destination?: string;
  /** The stage to build. */
  readonly target?: string;
  readonly builder?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  /** SSH agents and keys for `RUN --mount=type=ssh`, as `--ssh` takes them. */
  readonly ssh?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** As `--annotation` takes them: `index:org.opencontainers.image.title=App`. */
  readonly annotations?: readonly string[];
  /** As `--attest` takes them. */
  readonly attest?: readonly string[];
  /** `true`, `false`, or what `--provenance` takes; the same for `sbom`. */
  readonly provenance?: string;
  readonly sbom?: string;
  /** Pushes without a tag, so that the digest alone names the result. */
  readonly pushByDigest?: boolean;
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** Bake or Compose files; with `bakeTargets` they make this a bake build. */
  readonly bakeFiles?: readonly string[];
  readonly bakeTargets?: readonly string[];
  /** Values for the variables of the bake files, and for those that Compose files interpolate. */
  readonly bakeVariables?: Readonly<Record<string, string>>;
  readonly extraArgs?: readonly string[];
  /**
   * What a bake or Compose file may do outside of the workspace folder, as `--allow` of buildx takes it. Without the list a
   * person is asked; with it, what is not in it is refused.
   */
  readonly allow?: readonly string[];
  /** What to do when a push would take platforms away from a tag. Default: `ask`. */
  readonly onMissingPlatforms?: MissingPolicy;
}

/** Asks a person, where there is one; keeps the platforms beside the new ones; replaces them; fails. */
export type MissingPolicy = 'ask' | 'keep' | 'replace' | 'fail';

const missingPolicies: readonly MissingPolicy[] = ['ask', 'keep', 'replace', 'fail'];
const buildOutputs: readonly BuildOutput[] = ['push', 'load', 'oci', 'cache'];

/** A property of a request that is not of the kind it has to be. */
export interface ShapeProblem {
  readonly property: string;
  readonly expected: Exclude<Kind, 'values'>;
}

type Kind = 'text' | 'list' | 'map' | 'values' | 'switch' | 'setting' | 'output' | 'missingPolicy';

const properties: Readonly<Record<keyof BuildRequest, Kind>> = {
  dockerfile: 'text',
  context: 'text',
  platforms: 'list',
  tags: 'list',
  output: 'output',
  destination: 'text',
  target: 'text',
  builder: 'text',
  buildArgs: 'values',
  buildContexts: 'map',
  secrets: 'list',
  ssh: 'list',
  labels: 'values',
  annotations: 'list',
  attest: 'list',
  provenance: 'setting',
  sbom: 'setting',
  pushByDigest: 'switch',
  cacheFrom: 'list',
  cacheTo: 'list',
  bakeFiles: 'list',
  bakeTargets: 'list',
  bakeVariables: 'values',
  extraArgs: 'list',
  allow: 'list',
  onMissingPlatforms: 'missingPolicy',
};

/**
 * Reads a request out of what tasks.json or another extension gave, which can be anything. Properties that are none of ours
 * (`type`, `label` …) are left aside; a text with a NUL, which no process could be given, is not a text.
 */
export function readRequest(value: unknown): Result<BuildRequest, readonly ShapeProblem[]> {
  const given = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  const problems: ShapeProblem[] = [];
  const request: Record<string, unknown> = {};
  for (const [property, kind] of Object.entries(properties)) {
    const part = Object.hasOwn(given, property) ? copyOf(given[property]) : undefined;
    if (part === undefined) {
      continue;
    }
    if (isOf(kind, part)) {
      request[property] =
        kind === 'values' ? textsOf(part) : typeof part === 'boolean' && kind === 'setting' ? String(part) : part;
    } else {
      problems.push({ property, expected: kind === 'values' ? 'map' : kind });
    }
  }
  return problems.length > 0 ? bad(problems) : good(request);
}

/** What is checked must not be changed afterwards, by whoever gave it. */
function copyOf(part: unknown): unknown {
  return Array.isArray(part)
    ? Array.from(part as unknown[])
    : typeof part === 'object' && part !== null
      ? { ...part }
      : part;
}

function isOf(kind: Kind, value: unknown): boolean {
  switch (kind) {
    case 'text':
      return isText(value);
    case 'list':
      return Array.isArray(value) && value.every(isText);
    case 'map':
      return isRecord(value) && Object.values(value).every(isText);
    case 'values':
      return isRecord(value) && Object.values(value).every((each) => isText(each) || isWritten(each));
    case 'switch':
      return typeof value === 'boolean';
    case 'setting':
      return isText(value) || typeof value === 'boolean';
    case 'output':
      return buildOutputs.some((output) => output === value);
    case 'missingPolicy':
      return missingPolicies.some((policy) => policy === value);
  }
}

/** A number or a switch as JSON has them: what they are as a text is plain. */
function isWritten(value: unknown): boolean {
  return (typeof value === 'number' && Number.isFinite(value)) || typeof value === 'boolean';
}

function textsOf(values: unknown): Readonly<Record<string, string>> {
  return isRecord(values)
    ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
    : {};
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\0');
}
