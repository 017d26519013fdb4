import { acceptsFiles, checkEndpoint, checkOptions, type NodeProblem } from './plan/nodeRules.ts';
import { isRegistryHost, type RegistryConfig } from '../configFiles/buildkitConfig.ts';
import { formatPlatform, isKnownPlatform, parsePlatform, type Platform } from '../platform.ts';
import { bad, good, type Result } from '../result.ts';

/** The drivers that a builder can be created with. */
export const drivers = ['docker-container', 'kubernetes', 'remote', 'cloud'] as const;
export type Driver = (typeof drivers)[number];

/** A node to create. Unchecked user input. */
export interface NodeRequest {
  readonly name?: string;
  /** A Docker context, `ssh://…`, `tcp://…`; for the cloud driver `ORG/NAME`. Absent: the current engine or cluster. */
  readonly endpoint?: string;
  /** Pinned platforms. */
  readonly platforms?: readonly string[];
  /** `--driver-opt` */
  readonly options?: Readonly<Record<string, string>>;
  /** `--buildkitd-flags`, one word each. */
  readonly flags?: readonly string[];
}

/** A builder to create with its nodes: the first one creates it, the others are appended. */
export interface BuilderRequest {
  readonly name: string;
  readonly driver: Driver;
  readonly nodes: readonly NodeRequest[];
  readonly registries?: readonly RegistryConfig[];
}

/** One node, checked. */
export interface NodePlan {
  readonly name?: string;
  readonly endpoint?: string;
  readonly platforms: readonly Platform[];
  readonly options: Readonly<Record<string, string>>;
  readonly flags: readonly string[];
}

/** A checked builder, and the only input for command lines that create one. */
export interface BuilderPlan {
  /** In lowercase, as buildx stores it. */
  readonly name: string;
  readonly driver: Driver;
  /** At least one. */
  readonly nodes: readonly NodePlan[];
  readonly registries: readonly RegistryConfig[];
}

/** Why a request is invalid. `value` is the input. */
export type BuilderProblem =
  | { readonly code: 'nameInvalid' | 'nameReserved' | 'nameTaken' | 'nameTooLong'; readonly value: string }
  | { readonly code: 'nodesMissing' }
  | { readonly code: 'platformTwice'; readonly value: string }
  | { readonly code: 'registriesUnsupported'; readonly value: Driver }
  | { readonly code: 'registryInvalid' | 'registryTwice' | 'certificatePathInvalid'; readonly value: string }
  | NodeProblem;

/** The name of a Kubernetes deployment has at most 63 characters, including the number of a node. */
const longestName = 50;

/**
 * What is wrong with the name of a new builder: buildx's own rule (store/util.go, ValidateName), and existing names.
 *
 * @param taken the existing builders and Docker contexts
 */
export function checkBuilderName(name: string, taken: readonly string[]): BuilderProblem | undefined {
  if (!isName(name)) {
    return { code: 'nameInvalid', value: name };
  }
  if (name.length > longestName) {
    return { code: 'nameTooLong', value: name };
  }
  const wanted = name.toLowerCase();
  if (wanted === 'default') {
    return { code: 'nameReserved', value: name };
  }
  return taken.some((each) => each.toLowerCase() === wanted) ? { code: 'nameTaken', value: name } : undefined;
}

/** `multiarch`, with a number if that name is taken. */
export function freeBuilderName(taken: readonly string[], wanted = 'multiarch'): string {
  const names = new Set(taken.map((name) => name.toLowerCase()));
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!names.has(name)) {
      return name;
    }
  }
}

/** Checks a request and reports every problem. Only `taken` decides whether the name is taken. */
export function planBuilder(
  request: BuilderRequest,
  taken: readonly string[] = [],
): Result<BuilderPlan, readonly BuilderProblem[]> {
  const { driver } = request;
  const registries = request.registries ?? [];
  const nodes = request.nodes.map((node) => planNode(node, driver));
  const name = checkBuilderName(request.name, taken);
  const plans = nodes.flatMap((node) => (node.ok ? [node.value] : []));
  const twice = duplicates(plans.flatMap(({ platforms }) => platforms.map(formatPlatform)));
  const problems: readonly BuilderProblem[] = [
    ...(name ? [name] : []),
    ...(nodes.length === 0 ? [{ code: 'nodesMissing' as const }] : []),
    ...nodes.flatMap((node) => (node.ok ? [] : node.problem)),
    ...(registries.length > 0 && !acceptsFiles(driver)
      ? [{ code: 'registriesUnsupported' as const, value: driver }]
      : []),
    ...registries.flatMap((registry, at) => checkRegistry(registry, registries.slice(0, at))),
    ...twice.map((value) => ({ code: 'platformTwice' as const, value })),
  ];
  return problems.length > 0
    ? bad(problems)
    : good({ name: request.name.toLowerCase(), driver, nodes: plans, registries });
}

/** Checks a node for a builder with that driver. */
export function planNode(request: NodeRequest, driver: string): Result<NodePlan, readonly BuilderProblem[]> {
  const { name, endpoint, options = {}, flags = [] } = request;
  const problems: BuilderProblem[] = [
    ...(name !== undefined && !isName(name) ? [{ code: 'nodeNameInvalid' as const, value: name }] : []),
    ...checkEndpoint(endpoint, driver),
    ...checkOptions(options, driver, endpoint),
  ];
  const flag = flags.find((word) => !/^--[a-z]/.test(word) || hasControls(word));
  if (flag !== undefined) {
    problems.push({ code: 'flagInvalid', value: flag });
  }
  const platforms = new Map<string, Platform>();
  for (const text of request.platforms ?? []) {
    const parsed = parsePlatform(text.trim());
    if (parsed.ok && isKnownPlatform(parsed.value)) {
      platforms.set(formatPlatform(parsed.value), parsed.value);
    } else {
      problems.push({ code: 'platformInvalid', value: text });
    }
  }
  return problems.length > 0
    ? bad(problems)
    : good({
        ...(name !== undefined && { name: name.toLowerCase() }),
        ...(endpoint !== undefined && { endpoint }),
        platforms: [...platforms.values()],
        options,
        flags,
      });
}

function checkRegistry({ host, ca }: RegistryConfig, before: readonly RegistryConfig[]): BuilderProblem[] {
  if (!isRegistryHost(host)) {
    return [{ code: 'registryInvalid', value: host }];
  }
  return [
    ...(before.some((other) => other.host === host) ? [{ code: 'registryTwice' as const, value: host }] : []),
    ...(ca !== undefined && (!isAbsolute(ca) || hasControls(ca))
      ? [{ code: 'certificatePathInvalid' as const, value: ca }]
      : []),
  ];
}

function isName(name: string): boolean {
  return /^[A-Za-z][\w.-]*$/.test(name);
}

function isAbsolute(file: string): boolean {
  return /^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(file);
}

function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text);
}

function duplicates(values: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter((value) => seen.has(value) || !seen.add(value)))];
}
