import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { useVsCode } from './support.ts';

describe('files for pipelines, by clicks', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base }) => ({
    name: 'shop',
    files: {
      'app/Dockerfile': `FROM ${base}\nCOPY Dockerfile /\n`,
      Makefile: 'all:\n\ttrue\n',
    },
  }));
  const onDisk = (file: string) => readFile(path.join(session().folder, file), 'utf8').catch(() => undefined);

  /** Runs a command, and answers what it builds and its name. */
  const begin = async (command: string) => {
    const { workbench } = session();
    const { quickInput } = workbench;
    await workbench.command(`Multi-Arch: ${command}`);
    await quickInput.pick('app/Dockerfile');
    await quickInput.waitUntil('the name', ({ message }) => message.startsWith('Image name and tag'));
    await quickInput.type('app:1');
    const { message } = await quickInput.waitUntil('what is wrong', (state) =>
      state.message.includes('add the registry'),
    );
    assert.match(message, /^add the registry or account to push to/);
    await quickInput.type('ghcr.io/team/shop:1.0');
    await quickInput.accept();
  };

  it('show the workflow before they write it', async () => {
    const { workbench, screenshot } = session();
    await begin('Create Build Workflow…');
    const { rows } = await workbench.quickInput.waitUntil('the kinds', (state) => state.rows.length === 4);
    assert.deepEqual(
      rows.map(({ label }) => label),
      [
        'GitHub Actions: Docker GitHub Builder',
        'GitHub Actions: Matrix of Native Runners',
        'GitHub Actions: One Runner with QEMU',
        'GitLab CI/CD: Native Runners',
      ],
    );
    await screenshot('pipeline-kinds');
    await workbench.quickInput.pick('GitHub Actions: Docker GitHub Builder');
    await workbench.waitForNotification(/^Create .github/);
    assert.equal(await onDisk('.github/workflows/build-image.yml'), undefined);
    await screenshot('pipeline-preview');
    await workbench.pressInNotification(/^Create .github/, 'Accept Change');
    const text = await workbench.waitUntil('the file', () => onDisk('.github/workflows/build-image.yml'));
    assert.match(text, /^ {6}meta-images: ghcr\.io\/team\/shop$/m);
    // the file is there before its editor takes the place of the comparison
    await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    await workbench.editorText(/runner\sof\sits\sown/);
    await screenshot('pipeline-workflow');
  });

  it('show the change of a Makefile, and leave it as it is where that is discarded', async () => {
    const { workbench, screenshot } = session();
    await begin('Create Makefile Targets…');
    await workbench.waitForNotification(/^Update Makefile/);
    await screenshot('pipeline-makefile');
    await workbench.pressInNotification(/^Update Makefile/, 'Discard Change');
    await workbench.page.locator('.monaco-diff-editor').waitFor({ state: 'detached' });
    assert.equal(await onDisk('Makefile'), 'all:\n\ttrue\n');
    assert.deepEqual(await workbench.notifications(), []);

    await begin('Create Makefile Targets…');
    await workbench.waitForNotification(/^Update Makefile/);
    // the title of the editor answers, too
    await workbench.page.locator('.editor-actions').getByRole('button', { name: 'Accept Change' }).click();
    await workbench.waitUntil('the targets', async () =>
      (await onDisk('Makefile'))?.includes('docker-build:') ? true : undefined,
    );
    assert.match((await onDisk('Makefile')) ?? '', /^all:\n\ttrue\n\n# >>> multi-arch builds >>>\n/);
  });
});
