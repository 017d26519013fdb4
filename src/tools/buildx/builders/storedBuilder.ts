import { array, looseObject, nullish, record, string, unknown, type InferOutput } from 'valibot';
import { readJson } from '../../../domain/untrusted/json.ts';

/** One node as buildx keeps it; store/nodegroup.go. What else it says is written back as it is. */
const instanceNode = looseObject({
  Name: string(),
  Endpoint: string(),
  Platforms: nullish(array(unknown()), null),
  DriverOpts: nullish(record(string(), string()), null),
  Flags: nullish(array(string()), null),
  /** Contents in base64 by path, such as `buildkitd.toml`. */
  Files: nullish(record(string(), string()), null),
});
export type StoredNode = Readonly<InferOutput<typeof instanceNode>>;

/** A builder as buildx keeps it, in `instances/NAME`. */
const instanceFile = looseObject({ Driver: string(), Nodes: array(instanceNode) });
export type StoredBuilder = Readonly<InferOutput<typeof instanceFile>>;

/** Reads an instance file; nothing where it is none. */
export function readStoredBuilder(text: string): StoredBuilder | undefined {
  return readJson(instanceFile, text);
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
