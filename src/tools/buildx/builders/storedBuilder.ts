import { array, looseObject, nullish, record, string, unknown, type InferOutput } from 'valibot';
import { readJson } from '../../../domain/untrusted/json.ts';

/** A node as buildx stores it (store/nodegroup.go). Other properties are written back unchanged. */
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

/** A builder as buildx stores it in `instances/NAME`. */
const instanceFile = looseObject({ Driver: string(), Nodes: array(instanceNode) });
export type StoredBuilder = Readonly<InferOutput<typeof instanceFile>>;

/** Parses an instance file; undefined if it is invalid. */
export function readStoredBuilder(text: string): StoredBuilder | undefined {
  return readJson(instanceFile, text);
}

/** The node with that name. A running kubernetes node is listed with the name of its pod, which starts with the name of the node. */
export function storedNode({ Driver, Nodes }: StoredBuilder, name: string): StoredNode | undefined {
  return (
    Nodes.find((node) => node.Name === name) ??
    Nodes.find((node) => Driver === 'kubernetes' && name.startsWith(`${node.Name.replaceAll('_', '-')}-`))
  );
}

/**
 * The builder unchanged except for the platforms of its nodes: buildx also changes flags and files of a node if only its platforms should
 * change (builder/builder.go, Create).
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

/** The names of nodes that only the first builder has. */
export function addedNodes(before: StoredBuilder, after: StoredBuilder): readonly StoredNode[] {
  return after.Nodes.filter(({ Name }) => !before.Nodes.some((node) => node.Name === Name));
}
