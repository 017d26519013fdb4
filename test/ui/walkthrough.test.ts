import assert from 'node:assert/strict';
import { useVsCode } from './support.ts';

describe('the walkthrough, by clicks', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base }) => ({ files: { Dockerfile: `FROM ${base}\nCOPY Dockerfile /\n` } }));

  it('leads from the builder to the deployment, and its steps complete by themselves', async () => {
    const { workbench, screenshot } = session();
    const { page, quickInput } = workbench;
    await workbench.command('Welcome: Open Walkthrough...');
    await quickInput.type('Build for Every Node');
    await quickInput.pick(/Build for Every Node/);
    const steps = page.locator('.getting-started-step');
    await steps.nth(4).waitFor();
    assert.deepEqual(
      (await page.locator('.getting-started-step .step-title').allInnerTexts()).map((text) => text.trim()),
      [
        'Check Your Builder',
        'Choose Your Clusters',
        'Build and Push',
        'Verify the Image',
        'Deploy, and Keep It That Way',
      ],
    );
    const done = steps.locator('.codicon-getting-started-step-checked');
    assert.equal(await done.count(), 0);
    await steps.nth(0).click();
    await screenshot('walkthrough');
    await page.getByRole('button', { name: 'Show Builders' }).click();
    await done.first().waitFor();
    assert.equal(await done.count(), 1);
    await screenshot('walkthrough-completed');
  });
});
