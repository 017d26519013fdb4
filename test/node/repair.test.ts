import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { startNode, type RealCluster } from '../bed/cluster/node/node.ts';
import { run } from '../bed/engine/processes.ts';
import { temporaryFolder } from '../cluster/support.ts';
import { Ends } from '../engine/ends.ts';
import { readRegistry } from '../engine/registryReader.ts';
import { runWizard } from '../support/wizard.ts';
import { chooseClusters, waitForArchitecture } from '../ui/clustersSupport.ts';
import { answerChange, useVsCode } from '../ui/support.ts';

const repository = 'team/service';
/** The name of a local cluster: restarts there are not asked about. */
const context = 'kind-bed';

describe('a rollout of the wrong platform on a real node, by clicks', function () {
  this.timeout(180_000);
  const ends = new Ends();
  let node: RealCluster;
  let image = '';
  let kubeconfig = '';
  let manifest = '';
  const kubectl = (...args: readonly string[]) => run(node.kubectls[0].path, args, { env: { KUBECONFIG: kubeconfig } });

  const session = useVsCode(async ({ base, registry }) => {
    node = await startNode();
    ends.add(node.stop);
    await node.trust(registry.host);
    kubeconfig = path.join(await temporaryFolder(ends), 'config');
    await writeKubeconfig(kubeconfig, [{ name: context, cluster: node }]);
    image = `${registry.host}/${repository}:1.0`;
    // outside of the workspace: its row would have the name of the one in the cluster
    manifest = path.join(await temporaryFolder(ends), 'rollout.json');
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'rollout' },
      spec: {
        selector: { matchLabels: { app: 'rollout' } },
        template: {
          metadata: { labels: { app: 'rollout' } },
          spec: { terminationGracePeriodSeconds: 0, containers: [{ name: 'app', image }] },
        },
      },
    };
    await writeFile(manifest, JSON.stringify(deployment));
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\nCMD ["sleep", "3600"]\n`,
      },
      settings: { 'multiarch.kubectl.path': node.kubectls[0].path },
      env: { KUBECONFIG: kubeconfig },
    };
  });
  after(() => ends.run());
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');

  it('is explained by the row of the workload', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, [context]);
    // the wizard shows what the nodes need once they are known
    await waitForArchitecture(workbench, /^amd64$/, 60_000);
    await runWizard(workbench, { platforms: ['linux/arm64'], image });
    await workbench.waitForNotification(/Pushed/, 120_000);
    await workbench.clearNotifications();
    await kubectl('apply', `--filename=${manifest}`);
    await kubectl('wait', 'deployment/rollout', '--for=jsonpath={.status.replicas}=1');
    const waiting = '{.status.containerStatuses[0].state.waiting.reason}';
    await kubectl('wait', 'pod', '--all', `--for=jsonpath=${waiting}=ImagePullBackOff`);
    const view = await tree();
    await view.expand('1.0');
    await view.waitForRow('linux/amd64', 'missing · 1 node', 30_000);
    await view.expand('In the clusters');
    const row = await view.waitForRow('rollout', /no image for its node’s platform/, 30_000);
    assert.equal(row.icon, 'error');
    await screenshot('node-wrong-platform');
  });

  it('is over when the missing platform was added and the workload was restarted', async () => {
    const { workbench, screenshot, world } = session();
    const view = await tree();
    await view.press('1.0', 'Add Missing Platforms…');
    await answerChange(workbench, /Add linux\/amd64 to /, 'Accept Change', 120_000);
    await workbench.waitForNotification(/verified in the registry/, 60_000);
    await workbench.clearNotifications();
    await view.press('rollout', 'Restart Workload…');
    const { message } = await workbench.waitForNotification(/^Restarted/, 60_000);
    assert.match(message, /1 of 1 pod uses the pushed image\.$/);
    await view.waitForRow('rollout', /^1 of 1 pod uses the pushed image/);
    const { digest } = await readRegistry(world.registry).index(repository, '1.0');
    const pods = await kubectl('get', 'pods', '--output=jsonpath={.items[*].status.containerStatuses[*].imageID}');
    assert.ok(
      pods.split(' ').every((id) => id.endsWith(digest)),
      `${pods} is not ${digest}`,
    );
    const { background } = await waitForArchitecture(workbench, /./);
    assert.equal(background, undefined, 'the status bar warns about nothing');
    await screenshot('node-repaired');
  });
});
