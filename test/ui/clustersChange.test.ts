import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startCluster, type Cluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import {
  architectureTooltip,
  chooseClusters,
  clickArchitecture,
  foreign,
  own,
  waitForArchitecture,
} from './clustersSupport.ts';
import { useVsCode, writeFiles } from './support.ts';

describe('clusters that change', function () {
  this.timeout(120_000);
  let cluster: Cluster | undefined;
  let folder = '';
  const kubeconfig = () => path.join(folder, 'config');
  const session = useVsCode(async ({ base }) => {
    cluster = await startCluster();
    await cluster.createNodes([nodeShape({ name: 'first', arch: own, images: 2 })]);
    folder = await mkdtemp(path.join(tmpdir(), 'multiarch-kube-'));
    return {
      files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` },
      settings: { 'multiarch.kubectl.path': cluster.kubectls[0].path },
      env: { KUBECONFIG: kubeconfig() },
    };
  });
  after(async () => {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Target Platforms');
  const write = (...names: readonly string[]) =>
    writeKubeconfig(
      kubeconfig(),
      names.map((name) => ({ name, cluster: cluster!, embed: true })),
    );
  /** Settings of the workspace, as written by a user. */
  const set = async (name: string, value: unknown) => {
    await writeFiles(session().folder, { '.vscode/settings.json': JSON.stringify({ [name]: value }) });
  };

  it('cannot be chosen without a kubeconfig, which is said', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await workbench.command('Multi-Arch: Choose Target Clusters…');
    const { message } = await workbench.waitForNotification(/./);
    assert.equal(message, `No clusters found: there is no context in ${kubeconfig()}.`);
    await screenshot('clusters-no-kubeconfig');
    await workbench.clearNotifications();
    await writeFile(kubeconfig(), 'contexts: [\n  - {');
    await workbench.command('Multi-Arch: Choose Target Clusters…');
    const broken = await workbench.waitForNotification(/cannot be read/);
    assert.deepEqual(broken.buttons, ['Open File']);
  });

  it('are compared again when they get other nodes', async () => {
    const { workbench } = session();
    await write('prod', 'other');
    await chooseClusters(workbench, ['prod']);
    const view = await tree();
    await view.waitForRow('prod', `1 node · ${own}`, 30_000);
    assert.deepEqual((await waitForArchitecture(workbench, own)).icons, ['check']);
    await cluster!.createNodes([nodeShape({ name: 'second', arch: foreign, images: 2 })]);
    await view.pressInTitle('Check Clusters Again');
    await view.waitForRow(`linux/${foreign}`, /prod: 1 node/);
    const warning = await waitForArchitecture(workbench, `${foreign} missing`);
    assert.match(warning.spoken, /1 of 2 nodes would fail with/);
  });

  it('are said to be gone when the kubeconfig names them no more, and are back when it does', async () => {
    const { screenshot } = session();
    const view = await tree();
    await write('other');
    await view.waitForRow('prod', /no longer in the kubeconfig/);
    await view.waitForRow('Choose Clusters…');
    await screenshot('clusters-gone');
    await write('prod', 'other');
    await view.waitForRow('prod', /2 nodes/);
  });

  it('show by a setting what the status bar does', async () => {
    const { workbench } = session();
    const gone = () =>
      workbench.waitUntil('no item', async () =>
        (await workbench.statusBar()).some((text) => text.includes('missing') || text.includes(own)) ? undefined : true,
      );
    await set('multiarch.statusBar', 'never');
    await gone();
    await set('multiarch.statusBar', 'mismatch');
    await waitForArchitecture(workbench, `${foreign} missing`);
    await cluster!.deleteNodes(['second']);
    await (await tree()).pressInTitle('Check Clusters Again');
    await gone();
    await set('multiarch.statusBar', undefined);
    await waitForArchitecture(workbench, own);
  });

  it('keep what they had when they do not answer any more', async () => {
    const { workbench, screenshot } = session();
    await cluster!.stop();
    const view = await tree();
    await view.pressInTitle('Check Clusters Again');
    await view.waitForRow('prod', /^cannot be reached · last checked .* ago$/, 40_000);
    await view.waitForRow(`linux/${own}`, /prod: 1 node/);
    const item = await waitForArchitecture(workbench, `${own}, others unknown`);
    assert.deepEqual([item.icons, item.background], [['question'], undefined]);
    assert.match(await architectureTooltip(workbench), /prod: cannot be reached · checked .* · last checked /);
    await clickArchitecture(workbench);
    await workbench.quickInput.waitForRow('Declare Platforms…');
    await screenshot('clusters-lost');
  });

  it('are not built for any more with a click', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.choose('prod', 'Remove from Target Clusters');
    await view.welcome(/No cluster is contacted before you choose it/);
    await waitForArchitecture(workbench, 'Choose Clusters');
  });
});
