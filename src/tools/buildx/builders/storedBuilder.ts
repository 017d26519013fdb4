/** One node as buildx keeps it; store/nodegroup.go. */
export interface StoredNode {
  readonly Name: string;
  readonly Endpoint: string;
  readonly Platforms: readonly unknown[] | null;
  readonly DriverOpts: Readonly<Record<string, string>> | null;
  readonly Flags: readonly string[] | null;
  /** Contents in base64 by path, such as `buildkitd.toml`. */
  readonly Files: Readonly<Record<string, string>> | null;
}

/** A builder as buildx keeps it, in `instances/NAME`. */
export interface StoredBuilder {
  readonly Driver: string;
  readonly Nodes: readonly StoredNode[];
}

/** Reads an instance file; nothing where it is none. */
export function readStoredBuilder(text: string): StoredBuilder | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isStoredBuilder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The node of that name. A running kubernetes node is listed by the name of its pod, which begins with that of the node. */
export function storedNode({ Driver, Nodes }: StoredBuilder, name: string): StoredNode | undefined {
  return (
    Nodes.find((node) => node.Name === name) ??
    Nodes.find((node) => Driver === 'kubernetes' && name.startsWith(`${node.Name.replaceAll('_', '-')}-`))
  );
}

/**
 * The builder as it was, but for the platforms of its nodes: buildx changes flags and files of a node, too, when only its
 * platforms are to be changed (builder/builder.go, Create).
 */
export function withPlatformsOf(before: StoredBuilder, after: StoredBuilder): StoredBuilder {
  return {
    ...before,
    Nodes: before.Nodes.map((node) => ({
      ...node,
      Platforms: after.Nodes.find(({ Name }) => Name === node.Name)?.Platforms ?? null,
    })),
  };
}

/** The names of nodes that the one has and the other has not. */
export function addedNodes(before: StoredBuilder, after: StoredBuilder): readonly StoredNode[] {
  return after.Nodes.filter(({ Name }) => !before.Nodes.some((node) => node.Name === Name));
}

function isStoredBuilder(value: unknown): value is StoredBuilder {
  return (
    isObject(value) &&
    typeof value.Driver === 'string' &&
    Array.isArray(value.Nodes) &&
    value.Nodes.every((node) => isObject(node) && typeof node.Name === 'string' && typeof node.Endpoint === 'string')
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
