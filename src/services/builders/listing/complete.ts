import type { Builder, BuilderNode, NodePlatform } from '../../../domain/builder/builder.ts';
import { withEmulators } from '../../../domain/builder/emulators.ts';
import { samePlatform } from '../../../domain/platform.ts';
import type { StoredNode } from '../../../tools/buildx/builders/store.ts';
import { runsOn, type EngineInUse } from './engineInUse.ts';
import type { KeptBuilder, StoreContents } from './store.ts';

/**
 * Adds to what buildx says of a builder what it does not say: which platforms are pinned, what its nodes run by themselves,
 * and which emulators came and went.
 */
export function complete(builder: Builder, kept: KeptBuilder | undefined, engine: EngineInUse): Builder {
  const { handlers } = engine;
  const isThere = (node: BuilderNode) => runsOn(engine, builder.driver, node);
  const lastActivity = builder.lastActivity ?? kept?.lastActivity;
  const completed: Builder = {
    ...builder,
    ...(lastActivity !== undefined && { lastActivity }),
    // the driver of a context that cannot be reached is not known
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

/** The same for all of them, in their order: Docker's default, then by name, contexts last. */
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

/** Whether the engine has something to add. */
export function needsEngine(builder: Builder, engine: EngineInUse): boolean {
  return (
    engine.native === undefined &&
    builder.nodes.some((node) => node.platforms.length > 0 && runsOn(engine, builder.driver, node))
  );
}

/** A builder as the store has it, before it was asked. */
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

/** A running kubernetes node goes by the name of its pod, which begins with that of the node. */
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
 * The name of Docker's default, as buildx finds it in its store (store/store.go, `Current`); it brings that file up to date
 * with every call. Undefined where the file speaks of another Docker endpoint.
 */
function currentName(
  { choice }: StoreContents,
  kept: ReadonlyMap<string, KeptBuilder>,
  { endpoints }: EngineInUse,
): string | undefined {
  // buildx adds the port that goes without saying
  const isHere = endpoints.some((endpoint) => choice?.key === endpoint || choice?.key.startsWith(`${endpoint}:`));
  if (choice && kept.has(choice.name) && (choice.global || isHere)) {
    return choice.name;
  }
  return choice === undefined || isHere ? endpoints[0] : undefined;
}
