// node scripts/run.mjs clusters: starts the test clusters, prints how to use them, and keeps them until Ctrl+C.
import { startClusters } from '../test/bed/cluster/clusters.ts';

const clusters = await startClusters();
console.log(`KUBECONFIG=${clusters.kubeconfig}`);
for (const { version, path } of clusters.kubectls) {
  console.log(`KUBECTL_${version.replaceAll('.', '_')}=${path}`);
}
const end = (): void => {
  void clusters.stop().then(() => process.exit(0));
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
