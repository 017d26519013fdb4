import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Workbench } from '../bed/vscode/workbench.ts';
import { runWizard, wizardSteps } from '../support/wizard.ts';
import { chooseClusters, own, uiClusters, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode, writeFiles } from './support.ts';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that VS Code's own widgets break, whatever an extension shows in them. */
const ofVsCode = [
  // the header of a view is a button with buttons in it
  'nested-interactive',
  // the check box of a row
  'tabindex',
  // the rows of a quick pick, its list while it has none, and their key bindings
  'aria-allowed-attr',
  'aria-required-children',
  'aria-prohibited-attr',
  // a row says more than it shows, in another order; this rule is experimental
  'label-content-name-mismatch',
];

interface Axe {
  run(region: string, options: RunOptions): Promise<AxeResults>;
}

/** The violations in a region, each with the elements concerned. */
async function violations(
  { page }: Workbench,
  region: string,
  except: readonly string[] = [],
): Promise<readonly string[]> {
  await page.locator(region).first().waitFor();
  if (!(await page.evaluate(() => 'axe' in globalThis))) {
    await page.evaluate(axe);
  }
  const rules = Object.fromEntries([...ofVsCode, ...except].map((rule) => [rule, { enabled: false }]));
  const { violations: found, passes } = await page.evaluate(
    ([selector, options]) => (globalThis as unknown as { axe: Axe }).axe.run(selector, options),
    [region, { rules }] as const,
  );
  assert.ok(passes.length > 0, `axe checked nothing in ${region}`);
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${region}: ${id}: ${html}`));
}

/** By the class of the window. */
const themes = {
  vs: 'Default Light Modern',
  'vs-dark': 'Default Dark Modern',
  'hc-black': 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
};

describe('accessibility, in a real VS Code', function () {
  this.timeout(180_000);
  const session = useVsCode(async ({ base }) => {
    const { kubeconfig, settings } = await uiClusters();
    return {
      files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`, 'tools/Dockerfile': `FROM ${base}\n` },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });

  before(async () => {
    const { workbench, world } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, ['edge', 'mixed']);
    await runWizard(workbench, { platforms: [`linux/${own}`], image: `${world.registry.host}/access:1` });
    await workbench.waitForNotification(/access:1/, 120_000);
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.expand('1');
  });

  for (const [name, theme] of Object.entries(themes)) {
    it(`has no violation in views, status bar, wizard and notifications (${theme})`, async () => {
      const { workbench, folder, screenshot } = session();
      await writeFiles(folder, { '.vscode/settings.json': JSON.stringify({ 'workbench.colorTheme': theme }) });
      await workbench.page.locator(`.monaco-workbench.${name}`).waitFor();
      await (await workbench.tree('Multi-Arch Builds', 'Target Platforms')).waitForRow('edge');
      const found = [...(await violations(workbench, '.composite.viewlet .pane'))];
      found.push(...(await violations(workbench, '.statusbar-item[id*="multiarch"]')));
      await screenshot(`theme-${name}`);
      await workbench.command('Multi-Arch: Build Multi-Arch Image…');
      for (const step of [
        wizardSteps.source,
        wizardSteps.platforms,
        wizardSteps.image,
        wizardSteps.output,
        wizardSteps.plan,
      ]) {
        await workbench.quickInput.waitUntil(
          String(step),
          ({ placeholder, rows }) => step.test(placeholder) && rows.length > 0,
        );
        // the light theme dims the second line of a row
        found.push(...(await violations(workbench, '.quick-input-widget', ['color-contrast'])));
        await screenshot(`theme-${name}-wizard`);
        await (step === wizardSteps.plan ? workbench.quickInput.escape() : workbench.quickInput.accept());
      }
      await workbench.quickInput.waitUntilClosed();
      assert.deepEqual(found, []);
    });
  }
});
