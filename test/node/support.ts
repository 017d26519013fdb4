import { setTimeout as sleep } from 'node:timers/promises';
import { startNode, type RealCluster } from '../bed/cluster/node/node.ts';
import { leaseEmulation, type Emulation } from '../bed/engine/emulation.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import type { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';

/** Time for the start of a node, whose programs are built on the first run. */
export const bringing = 1_500_000;

/** A real node for the tests of a file. */
export async function bringNode(context: Mocha.Context, ends: Ends): Promise<RealCluster> {
  context.timeout(bringing);
  const node = await bringOrSkip(context, startNode);
  ends.add(node.stop);
  return node;
}

/** A registry that the node pulls from. */
export async function registryFor(
  node: RealCluster,
  ends: Ends,
  request?: Parameters<typeof startRegistry>[0],
): Promise<Registry> {
  const registry = await startRegistry(request);
  ends.add(registry.stop);
  await node.trust(registry.host);
  return registry;
}

/** Emulation, which is off until a test switches it on. */
export async function withoutEmulation(context: Mocha.Context, ends: Ends): Promise<Emulation> {
  const emulation = await bringOrSkip(context, leaseEmulation);
  ends.add(emulation.release);
  await emulation.set('off');
  return emulation;
}

/** A namespace in which pods can be created. */
export async function createNamespace({ ask }: RealCluster, name: string): Promise<void> {
  await ask('POST', '/api/v1/namespaces', { metadata: { name } });
  // the controller manager creates it
  while ((await ask('GET', `/api/v1/namespaces/${name}/serviceaccounts/default`)).status !== 200) {
    await sleep(50);
  }
}
