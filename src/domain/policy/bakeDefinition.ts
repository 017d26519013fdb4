/** The build of `docker buildx bake`, with variables, overrides and links resolved. */
export interface BakeDefinition {
  /** By name, including those that are only contexts of others. */
  readonly targets: ReadonlyMap<string, BakeTargetDefinition>;
  /** The requested targets with groups and matrices resolved. All others are only contexts of these. */
  readonly members: readonly string[];
}

/** A target. Paths are relative to the working directory of bake. */
export interface BakeTargetDefinition {
  readonly context: string;
  readonly dockerfile: string;
  /** An inline Dockerfile that replaces the file. */
  readonly inline?: string;
  /** The stage. */
  readonly stage?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly contexts: readonly string[];
  /** Their names in the Dockerfile; absent if there are none. */
  readonly contextNames?: readonly string[];
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly outputs: readonly Exchange[];
  readonly cacheTo: readonly Exchange[];
  readonly cacheFrom: readonly Exchange[];
  /** The files of its secrets. */
  readonly secretFiles: readonly string[];
  /** The key files of each SSH connection; empty: the agent is forwarded. */
  readonly ssh: readonly { readonly paths: readonly string[] }[];
  readonly entitlements: readonly string[];
}

/** A source or destination elsewhere: an exporter, a cache. */
export interface Exchange {
  readonly type: string;
  /** All others, with lowercase names. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** The targets that are contexts of another one; they produce no output, even if they define one. */
export function linkedTargets(targets: BakeDefinition['targets']): ReadonlySet<string> {
  return new Set([...targets.values()].flatMap(({ contexts }) => linkedBy(contexts)));
}

/** The names of the targets among contexts. */
export function linkedBy(contexts: readonly string[]): readonly string[] {
  const prefix = 'target:';
  return contexts.filter((context) => context.startsWith(prefix)).map((context) => context.slice(prefix.length));
}

/** Whether an exporter sends its result to a registry (buildx build/opt.go, `CreateExports`). */
export function pushes({ type, attributes }: Exchange): boolean {
  return type === 'registry' || truthy(attributes.get('push'));
}

/** Exporters that only write to this machine or to the builder. */
const local: readonly string[] = ['local', 'tar', 'oci', 'docker', 'cacheonly', 'image'];

/** Whether an exporter may send its result elsewhere; an unknown one may. */
export function leavesByOutput(output: Exchange): boolean {
  return pushes(output) || !local.includes(output.type);
}

/** Whether a cache may be written elsewhere than to this machine or the image itself; an unknown one may. */
export function leavesByCache({ type }: Exchange): boolean {
  return type !== 'local' && type !== 'inline';
}

/** Go's `strconv.ParseBool`. */
export function truthy(value: string | undefined): boolean {
  return value !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value);
}
