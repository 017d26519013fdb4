import { bad, good, type Result } from '../result.ts';

export type BuildOutput = 'push' | 'load' | 'oci' | 'cache';

/** What buildx gets unchanged. None of it is secret once `checkProperties` accepted it. */
export interface PassedProperties {
  /** SSH agents and keys for `RUN --mount=type=ssh`, in the format of `--ssh`. */
  readonly ssh?: readonly string[];
  readonly labels?: Readonly<Record<string, string>>;
  /** In the format of `--annotation`: `index:org.opencontainers.image.title=App`. */
  readonly annotations?: readonly string[];
  /** In the format of `--attest`. */
  readonly attest?: readonly string[];
  /** `true`, `false`, or a value of `--provenance`; the same for `sbom`. */
  readonly provenance?: string;
  readonly sbom?: string;
  /** Pushes without a tag, so that only the digest identifies the result. */
  readonly pushByDigest?: boolean;
  /** Values for the variables of the bake files, and for those that Compose files interpolate. */
  readonly bakeVariables?: Readonly<Record<string, string>>;
}

/**
 * An unchecked request of a command, tasks.json or another extension. Paths are relative to the workspace folder. Its properties are those
 * of the task type `multiarch`.
 */
export interface BuildRequest extends PassedProperties {
  readonly dockerfile?: string;
  readonly context?: string;
  readonly platforms?: readonly string[];
  readonly tags?: readonly string[];
  readonly output?: BuildOutput;
  /** The folder of the OCI layout if `output` is `oci`. */
  readonly destination?: string;
  /** The stage to build. */
  readonly target?: string;
  readonly builder?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly buildContexts?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly cacheFrom?: readonly string[];
  readonly cacheTo?: readonly string[];
  /** Bake or Compose files; with `bakeTargets`, they make this a bake build. */
  readonly bakeFiles?: readonly string[];
  readonly bakeTargets?: readonly string[];
  readonly extraArgs?: readonly string[];
  /**
   * What a bake or Compose file may access outside the workspace folder, in the format of buildx's `--allow`. Without the list, the user is
   * asked; with it, further access is refused.
   */
  readonly allow?: readonly string[];
  /** What to do if a push would remove platforms from a tag. Default: `ask`. */
  readonly onMissingPlatforms?: MissingPolicy;
}

/** Ask the user if possible; keep the platforms beside the new ones; replace them; fail. */
export type MissingPolicy = 'ask' | 'keep' | 'replace' | 'fail';

const missingPolicies: readonly MissingPolicy[] = ['ask', 'keep', 'replace', 'fail'];
const buildOutputs: readonly BuildOutput[] = ['push', 'load', 'oci', 'cache'];

/** A property of a request with a wrong type. */
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
 * Parses an untrusted request from tasks.json or another extension. Ignores unknown properties (`type`, `label` …). A text with a NUL,
 * which cannot be an argument, is invalid.
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

/** Copies, because the caller must not change it after the check. */
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

/** A JSON number or boolean has an obvious form as text. */
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
