import assert from 'node:assert/strict';
import { dockerIn } from './processes.ts';
import { runWizard } from '../support/wizard.ts';
import { useVsCode, writeFiles } from './support.ts';

describe('a Dockerfile that fails', function () {
  this.timeout(180_000);
  const lines = (base: string, last: string) => [`FROM ${base}`, 'WORKDIR /src', 'RUN true', last, ''];
  const session = useVsCode(({ base }) => ({
    files: { Dockerfile: lines(base, 'RUN echo about to fail && exit 3').join('\n') },
  }));
  const failure = 'The step “echo about to fail && exit 3” failed with exit code 3.';

  it('is marked at the line, which a button opens', async () => {
    const { workbench, world } = session();
    await runWizard(workbench, {
      platforms: ['linux/amd64'],
      image: `${world.registry.host}/broken:1`,
      output: 'Fill the build cache only',
    });
    const { message, severity, buttons } = await workbench.waitForNotification(/./);
    assert.deepEqual([message, severity, buttons], [failure, 'error', ['Open Dockerfile', 'Build Again']]);
    assert.match(await workbench.terminal(), /^✗ Failed after [\d.]+s$/m);
    assert.match(await workbench.terminal(), /^Dockerfile:4: error stepFailed: The step “echo about to fail/m);

    await workbench.pressInNotification(/^The step/, 'Open Dockerfile');
    await workbench.page.locator('.tab.active', { hasText: 'Dockerfile' }).waitFor();
    await workbench.waitUntil('the cursor in line 4', async () =>
      (await workbench.statusBar()).includes('Ln 4, Col 1') ? true : undefined,
    );
    await workbench.page.locator('.editor-group-container.active .squiggly-error').waitFor();
    assert.equal(await workbench.waitForProblem(/stepFailed/), `${failure} Multi-Arch Builds stepFailed [Ln 4, Col 1]`);
    assert.equal((await workbench.problems()).length, 2, 'the file and its one problem');
  });

  it('is clean again when the next build succeeds', async () => {
    const { workbench, world, folder } = session();
    await workbench.open('Dockerfile');
    await writeFiles(folder, { Dockerfile: lines(world.base, 'RUN true').join('\n') });
    await workbench.command('Multi-Arch: Rebuild Last');
    const { message, severity } = await workbench.waitForNotification(/./);
    assert.deepEqual([message, severity], ['Built for linux/amd64; the result is in the build cache only.', 'info']);
    await workbench.waitUntil('an end of the problem', async () =>
      (await workbench.problems()).length === 0 ? true : undefined,
    );
    assert.equal(await workbench.page.locator('.squiggly-error').count(), 0);
  });
});

describe('a build that takes long', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base }) => ({
    files: { Dockerfile: `FROM ${base}\nRUN echo started && sleep 600\n` },
  }));
  const lane = (platform: string, how: string) =>
    new RegExp(`^. ${platform} +${how} +[█░]{10} +1/2 +\\d.*RUN echo started && sleep 600`, 'm');
  const working = async () => {
    const { workbench } = session();
    await workbench.waitForTerminal(/linux\/amd64 .*1\/2/);
    assert.notDeepEqual(await dockerIn(session().folder), []);
  };
  const ended = () => {
    const { workbench, folder } = session();
    return workbench.waitUntil('an end of every process of Docker’s', async () =>
      (await dockerIn(folder)).length === 0 ? true : undefined,
    );
  };

  it('shows a line for each platform, and ends with Ctrl+C without a word', async () => {
    const { workbench, world } = session();
    await runWizard(workbench, {
      platforms: ['linux/amd64', 'linux/arm64'],
      image: `${world.registry.host}/slow:1`,
    });
    const [native, emulated] = process.arch === 'arm64' ? ['arm64', 'amd64'] : ['amd64', 'arm64'];
    await workbench.waitForTerminal(lane(`linux/${native}`, 'native'));
    await workbench.waitForTerminal(lane(`linux/${emulated}`, 'emulated'));
    await working();
    await workbench.pressInTerminal('Control+KeyC');
    await workbench.waitForTerminal(/^■ Canceled after [\d.]+s$/m);
    await ended();
    assert.deepEqual(await workbench.notifications(), []);
  });

  it('ends when its terminal is closed', async () => {
    const { workbench } = session();
    await workbench.command('Multi-Arch: Rebuild Last');
    await working();
    await workbench.command('Terminal: Kill the Active Terminal Instance');
    await ended();
    assert.equal(await workbench.terminals(), 0);
    assert.deepEqual(await workbench.notifications(), []);
  });
});
