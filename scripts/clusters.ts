// node scripts/run.mjs clusters [--node]: starts the test clusters, or one with a real node, prints how to use it, and keeps it until Ctrl+C.
import { startClusters } from '../test/bed/cluster/clusters.ts';
import { startNode } from '../test/bed/cluster/node/node.ts';
import type { Kubectl } from '../test/bed/cluster/programs.ts';
import { startRegistry } from '../test/bed/engine/registry.ts';

/** What is running, and how to end it. */
interface Running {
  readonly kubeconfig: string;
  readonly kubectls: readonly Kubectl[];
  readonly registry?: string;
  readonly stop: () => Promise<void>;
}

async function startWithRegistry(): Promise<Running> {
  const node = await startNode();
  const registry = await startRegistry();
  await node.trust(registry.host);
  const stop = async () => {
    await registry.stop();
    await node.stop();
  };
  return { kubeconfig: node.kubeconfig, kubectls: node.kubectls, registry: registry.host, stop };
}

const running: Running = await (process.argv.includes('--node') ? startWithRegistry() : startClusters());
console.log(`KUBECONFIG=${running.kubeconfig}`);
if (running.registry !== undefined) {
  console.log(`REGISTRY=${running.registry}`);
}
for (const { version, path } of running.kubectls) {
  console.log(`KUBECTL_${version.replaceAll('.', '_')}=${path}`);
}
const end = (): void => {
  void running.stop().then(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
