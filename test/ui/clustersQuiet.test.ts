import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { clusterPrograms } from '../bed/cluster/programs.ts';
import { startSilentServer, type SilentServer } from '../bed/cluster/silentServer.ts';
import { runWizard } from '../support/wizard.ts';
import { chooseClusters, own, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode } from './support.ts';

describe('clusters that nobody has chosen', function () {
  this.timeout(120_000);
  let server: SilentServer | undefined;
  let folder: string | undefined;
  const session = useVsCode(async ({ base }) => {
    const { kubectls } = await clusterPrograms();
    server = await startSilentServer();
    folder = await mkdtemp(path.join(tmpdir(), 'multiarch-kube-'));
    const kubeconfig = path.join(folder, 'config');
    await writeKubeconfig(kubeconfig, [{ name: 'production', cluster: server }]);
    return {
      files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` },
      settings: { 'multiarch.kubectl.path': kubectls[0].path },
      env: { KUBECONFIG: kubeconfig },
    };
  });
  after(async () => {
    await server?.stop();
    if (folder !== undefined) {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('are not contacted by activation, the views or a build', async () => {
    const { workbench, world, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    const builders = await workbench.tree('Multi-Arch Builds', 'Builders');
    await builders.waitForRow('default', /^in use/);
    await workbench.command('Multi-Arch Builds: Focus on Target Platforms View');
    const welcome = workbench.page.locator('.welcome-view-content').filter({ visible: true });
    await welcome.filter({ hasText: 'Choose the clusters that you deploy to' }).waitFor();
    await screenshot('clusters-welcome');
    const image = `${world.registry.host}/quiet/app:1`;
    await runWizard(workbench, { platforms: [`linux/${own}`], image });
    const { message } = await workbench.waitForNotification(/./, 60_000);
    assert.equal(message, `Pushed ${image}; verified for linux/${own}.`);
    assert.equal((await waitForArchitecture(workbench, /./)).text, 'Choose Clusters');
    assert.equal(server!.connections(), 0);
  });

  it('are contacted once they are chosen', async () => {
    const { workbench } = session();
    await chooseClusters(workbench, ['production']);
    await workbench.waitUntil('a connection', () => Promise.resolve(server!.connections() > 0 || undefined));
    const item = await waitForArchitecture(workbench, 'Checking clusters');
    assert.equal(item.background, undefined);
  });
});
