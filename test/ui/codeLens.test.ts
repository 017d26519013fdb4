import assert from 'node:assert/strict';
import { useVsCode } from './support.ts';
import { wizardSteps } from '../support/wizard.ts';

describe('the commands above a FROM, by clicks', function () {
  this.timeout(120_000);
  const session = useVsCode(({ base }) => ({
    files: { 'api/Dockerfile': `FROM ${base} AS tools\n\nFROM ${base}\nCOPY Dockerfile /\n` },
  }));
  const lenses = () => session().workbench.page.locator('.codelens-decoration a');

  it('are above the last one, and build that file', async () => {
    const { workbench, screenshot } = session();
    await workbench.open('api/Dockerfile');
    await lenses().nth(1).waitFor();
    assert.deepEqual(await lenses().allInnerTexts(), ['Build for amd64, arm64…', 'Build Locally']);
    await screenshot('codelens');
    await lenses().first().click();
    // the file is not asked for
    const { title, placeholder } = await workbench.quickInput.waitUntil('the wizard', () => true, 30_000);
    assert.match(title, /^Build Multi-Arch Image/);
    assert.doesNotMatch(placeholder, wizardSteps.source);
  });

  it('load an image that is only for this machine', async () => {
    const { workbench } = session();
    await workbench.open('api/Dockerfile');
    await lenses().nth(1).click();
    await workbench.waitForNotification(/^Loaded api:local/, 60_000);
  });
});
