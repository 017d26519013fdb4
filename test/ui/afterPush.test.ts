import assert from 'node:assert/strict';
import { run } from '../bed/engine/processes.ts';
import { putManifest, startPushProxy, type ManifestPut } from '../engine/pushProxy.ts';
import { readRegistry } from '../engine/registryReader.ts';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { foreign, own } from './clustersSupport.ts';
import { useVsCode, answerChange, writeFiles } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];

describe('what a push has left in the registry, by clicks', function () {
  this.timeout(240_000);
  let proxy: Awaited<ReturnType<typeof startPushProxy>>;
  const session = useVsCode(async ({ base, registry, engine: { env } }) => {
    proxy = await startPushProxy(registry.host);
    // an old push without an index: a single manifest
    const single = `${registry.host}/single/base:1`;
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    await run('docker', ['tag', base, single], { env });
    await run('docker', ['push', '--platform', `linux/${own}`, single], { env });
    return {
      files: {
        Dockerfile: `FROM ${base}\nCOPY Dockerfile /\n`,
        'on/Dockerfile': `FROM ${proxy.host}/single/base:1\nCOPY Dockerfile /\nCMD ["/bin/busybox"]\n`,
      },
    };
  });
  after(() => proxy.stop());
  const registry = () => readRegistry(session().world.registry);

  it('is reported with its failure and its partial tag, which its button restores', async () => {
    const { workbench, screenshot, folder, world } = session();
    const [repository, image] = ['left/kept', `${proxy.host}/left/kept:1`];
    await runWizard(workbench, { platforms: both, image });
    await workbench.waitForNotification(/^Pushed/, 120_000);
    await workbench.clearNotifications();
    const { digest } = await registry().index(repository, '1');

    // the behavior of buildx 0.37.0 after the failure of a node (docker/buildx#4058): the tag gets one part of the build
    const leavesPart = async ({ reference, body }: ManifestPut) => {
      if (reference !== '1') {
        return undefined;
      }
      const { manifests } = JSON.parse(body.toString()) as {
        manifests: readonly { digest: string; mediaType: string; platform: { architecture: string } }[];
      };
      const part = manifests.find(({ platform }) => platform.architecture === 'amd64');
      assert.ok(part);
      const answer = await fetch(`${world.registry.url}/v2/${repository}/manifests/${part.digest}`, {
        headers: { accept: part.mediaType },
      });
      const manifest = { body: Buffer.from(await answer.arrayBuffer()), type: part.mediaType };
      await putManifest(world.registry.host, repository, '1', manifest);
      return 'refuse';
    };
    proxy.use({ manifest: leavesPart });
    await writeFiles(folder, { Dockerfile: `FROM ${world.base}\nCOPY Dockerfile /again\n` });
    await workbench.command('Multi-Arch: Rebuild Last');
    const left = `${image} now points to a partial image: it has linux/amd64 and lacks linux/arm64.`;
    const { message, buttons, severity } = await workbench.waitForNotification(/partial image/, 120_000);
    assert.ok(message.includes(left), message);
    assert.deepEqual([severity, buttons[0]], ['error', 'Restore Previous Digest…']);
    assert.equal((await workbench.notifications()).length, 1);
    await screenshot('push-left-partial');
    await workbench.waitForTerminal(/now points to a partial image/);

    proxy.use({});
    await workbench.pressInNotification(/partial image/, 'Restore Previous Digest…');
    await answerChange(workbench, /Restore the previous digest of/, 'Accept Change', 30_000);
    await workbench.waitForNotification(/verified in the registry/, 30_000);
    assert.equal((await registry().index(repository, '1')).digest, digest);
  });

  it('is warned of where a base image of one platform was taken for two, in the plan and by what was pushed', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    const image = `${proxy.host}/single/wrong:1`;
    await runWizard(workbench, { source: 'on/Dockerfile', platforms: both, image }, async (step) => {
      if (step === 'plan') {
        const warning = `${proxy.host}/single/base:1 is for linux/${own} only`;
        const state = await quickInput.waitUntil(
          'the warning about the base image',
          (now) => wizardSteps.plan.test(now.placeholder) && now.rows.some(({ label }) => label === warning),
        );
        assert.ok(state.rows.some(({ detail }) => detail.includes(`linux/${foreign}`)));
        await screenshot('plan-base-image');
      }
    });
    const { message, severity, buttons } = await workbench.waitForNotification(/^Pushed/, 120_000);
    const program = `labelled linux/${foreign}, but /bin/busybox is an ${own} program.`;
    assert.equal(message, `Pushed ${image}, but not verified. ${image} is ${program}`);
    assert.deepEqual([severity, buttons], ['warning', ['Show Manifest']]);
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.collapse('kept');
    await view.expand('wrong');
    await view.expand('1');
    await view.waitForRow(`linux/${foreign}`, new RegExp(`^contains ${own}! · `), 30_000);
    await screenshot('push-mislabelled');
  });
});
