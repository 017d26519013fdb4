/** What `docker buildx bake` would build, its variables, overrides and links resolved. */
export interface BakeDefinition {
  /** By name; those that are only built as contexts of others are among them. */
  readonly targets: ReadonlyMap<string, BakeTargetDefinition>;
  /** The targets that were asked for, groups and matrices taken apart. All others are only built as contexts of these. */
  readonly members: readonly string[];
}

/** One target. Paths count from the folder that bake runs in. */
export interface BakeTargetDefinition {
  readonly context: string;
  readonly dockerfile: string;
  /** What is built instead of a file, where the definition has it in itself. */
  readonly inline?: string;
  /** The stage. */
  readonly stage?: string;
  readonly args: Readonly<Record<string, string>>;
  readonly contexts: readonly string[];
  /** What the Dockerfile calls them; absent where there are none. */
  readonly contextNames?: readonly string[];
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  readonly outputs: readonly Exchange[];
  readonly cacheTo: readonly Exchange[];
  readonly cacheFrom: readonly Exchange[];
  /** The files of its secrets. */
  readonly secretFiles: readonly string[];
  /** The keys that each connection of SSH reads; none: the agent is forwarded. */
  readonly ssh: readonly { readonly paths: readonly string[] }[];
  readonly entitlements: readonly string[];
}

/** Something that comes from or goes to elsewhere: an exporter, a cache. */
export interface Exchange {
  readonly type: string;
  /** All others, names in lower case. */
  readonly attributes: ReadonlyMap<string, string>;
}

/** The targets that another one takes as a context; they give nothing of their own, whatever they say of outputs. */
export function linkedTargets(targets: BakeDefinition['targets']): ReadonlySet<string> {
  const prefix = 'target:';
  return new Set(
    [...targets.values()].flatMap(({ contexts }) =>
      contexts.filter((context) => context.startsWith(prefix)).map((context) => context.slice(prefix.length)),
    ),
  );
}

/** Whether an exporter sends its result to a registry (buildx build/opt.go, `CreateExports`). */
export function pushes({ type, attributes }: Exchange): boolean {
  return type === 'registry' || truthy(attributes.get('push'));
}

/** Exporters that can do nothing but write to this machine, or keep what they make in the builder. */
const local: readonly string[] = ['local', 'tar', 'oci', 'docker', 'cacheonly', 'image'];

/** Whether an exporter may send its result away; one that is not known may. */
export function leavesByOutput(output: Exchange): boolean {
  return pushes(output) || !local.includes(output.type);
}

/** Whether a cache is written to anywhere but this machine or the image itself; one that is not known may be. */
export function leavesByCache({ type }: Exchange): boolean {
  return type !== 'local' && type !== 'inline';
}

/** Go's `strconv.ParseBool`. */
export function truthy(value: string | undefined): boolean {
  return value !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value);
}
