import type { Builder, BuilderNode, NodePlatform } from '../../../domain/builder/builder.ts';
import { withEmulators } from '../../../domain/builder/emulators.ts';
import { samePlatform } from '../../../domain/platform.ts';
import type { StoredNode } from '../../../tools/buildx/builders/store.ts';
import { runsOn, type EngineInUse } from './engineInUse.ts';
import type { KeptBuilder, StoreContents } from './store.ts';

/**
 * Adds what Buildx does not report about a builder: which platforms are pinned, which ones its nodes run natively, and which emulators were
 * added or removed.
 */
export function complete(builder: Builder, kept: KeptBuilder | undefined, engine: EngineInUse): Builder {
  const { handlers } = engine;
  const isThere = (node: BuilderNode) => runsOn(engine, builder.driver, node);
  const lastActivity = builder.lastActivity ?? kept?.lastActivity;
  const completed: Builder = {
    ...builder,
    ...(lastActivity !== undefined && { lastActivity }),
    // the driver of an unreachable context is unknown
    ...(kept === undefined &&
      builder.damagedFile === undefined &&
      ['docker', ''].includes(builder.driver) && { isContext: true }),
    nodes: builder.nodes.map((node) => {
      const stored = kept && storedNode(kept, node.name);
      return withNative(stored ? withStored(node, stored) : node, isThere(node) ? engine : undefined);
    }),
  };
  return handlers ? withEmulators(completed, handlers, isThere) : completed;
}

/** The same for all builders, sorted: Docker's default first, then by name, contexts last. */
export function completeAll(builders: readonly Builder[], contents: StoreContents, engine: EngineInUse): Builder[] {
  const kept = new Map(contents.builders.map((builder) => [builder.name, builder]));
  const current = currentName(contents, kept, engine);
  return builders
    .map((builder) => ({
      ...(current !== undefined && { current: builder.name === current }),
      ...complete(builder, kept.get(builder.name), engine),
    }))
    .sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
}

/** Whether the engine has information to add. */
export function needsEngine(builder: Builder, engine: EngineInUse): boolean {
  return (
    engine.native === undefined &&
    builder.nodes.some((node) => node.platforms.length > 0 && runsOn(engine, builder.driver, node))
  );
}

/** A builder as stored, before it was inspected. */
export function fromStore({ name, driver, nodes, lastActivity }: KeptBuilder, status: string): Builder {
  return {
    name,
    driver,
    ...(lastActivity !== undefined && { lastActivity }),
    nodes: nodes.map((node) =>
      withStored({ name: node.name, endpoint: node.endpoint, status, platforms: [], labels: {} }, node),
    ),
  };
}

/** A running Kubernetes node has the name of its pod, which starts with the name of the node. */
function storedNode({ driver, nodes }: KeptBuilder, wanted: string): StoredNode | undefined {
  return (
    nodes.find(({ name }) => name === wanted) ??
    nodes.find(({ name }) => driver === 'kubernetes' && wanted.startsWith(`${name.replaceAll('_', '-')}-`))
  );
}

function withStored(node: BuilderNode, { platforms, options, flags }: StoredNode): BuilderNode {
  const isPinned = (own: NodePlatform) => platforms.some((pinned) => samePlatform(pinned, own.platform));
  const listed = node.platforms.map((own) => (isPinned(own) ? { ...own, pinned: true } : own));
  const unlisted = platforms.filter((pinned) => !listed.some((own) => samePlatform(pinned, own.platform)));
  return {
    ...node,
    platforms: [...unlisted.map((platform) => ({ platform, pinned: true })), ...listed],
    ...(Object.keys(options).length > 0 && { options }),
    ...(flags.length > 0 && { flags }),
  };
}

/** BuildKit lists its own platform first; buildx puts the pinned ones before it. */
function withNative(node: BuilderNode, engine: EngineInUse | undefined): BuilderNode {
  const hasPins = node.platforms.some(({ pinned }) => pinned);
  const native = hasPins ? engine?.native : node.platforms[0]?.platform;
  return native ? { ...node, native } : node;
}

function rank({ current, isContext }: Builder): number {
  return current === true ? 0 : isContext === true ? 2 : 1;
}

/**
 * The name of Docker's default builder, as Buildx finds it in its store (store/store.go, `Current`). Buildx updates that file with every
 * call. Undefined if the file belongs to another Docker endpoint.
 */
function currentName(
  { choice }: StoreContents,
  kept: ReadonlyMap<string, KeptBuilder>,
  { endpoints }: EngineInUse,
): string | undefined {
  // buildx adds the default port
  const isHere = endpoints.some((endpoint) => choice?.key === endpoint || choice?.key.startsWith(`${endpoint}:`));
  if (choice && kept.has(choice.name) && (choice.global || isHere)) {
    return choice.name;
  }
  return choice === undefined || isHere ? endpoints[0] : undefined;
}
