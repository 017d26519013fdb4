import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import {
  architectureTooltip,
  chooseClusters,
  foreign,
  own,
  uiClusters,
  waitForArchitecture,
} from './clustersSupport.ts';
import { useVsCode } from './support.ts';

const run = promisify(execFile);
const deployment = (name: string, image: string, pod = '') =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}}\nspec: {template: {spec: {${pod}containers: [{name: c, image: "${image}"}]}}}\n`;

describe('nodes that workloads select, by clicks', function () {
  this.timeout(120_000);
  let image = '';
  const session = useVsCode(async ({ base, registry, engine }) => {
    const { kubeconfig, settings } = await uiClusters();
    image = `${registry.host}/shop/site:1`;
    const env = { ...process.env, ...engine.env };
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    await run('docker', ['tag', base, image], { env });
    await run('docker', ['push', '--platform', `linux/${own}`, image], { env });
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
        'k8s/web.yaml': deployment('web', image, `nodeSelector: {kubernetes.io/arch: ${own}}, `),
      },
      settings,
      env: { KUBECONFIG: kubeconfig },
    };
  });
  const tree = (view: string) => session().workbench.tree('Multi-Arch Builds', view);

  it('are all that count, so a pinned workload on a mixed cluster is no warning', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, ['mixed']);
    const calm = await waitForArchitecture(workbench, own, 30_000);
    assert.deepEqual([calm.icons, calm.background], [['check'], undefined]);
    const tooltip = await architectureTooltip(workbench);
    assert.match(tooltip, /Images built here run on the selected clusters\./);
    assert.match(tooltip, /Judged by workloads in files of this workspace: Deployment web\./);
    assert.match(tooltip, new RegExp(`mixed: 2 nodes with ${own}, 1 node skipped \\(1 not selected\\)`));
    await screenshot('placement-calm');
    const platforms = await tree('Target Platforms');
    await platforms.waitForRow('mixed', new RegExp(`^2 nodes · ${own}$`));
    await platforms.expand('mixed');
    await platforms.waitForRow(`linux/${foreign}`, /0 of 1 node · 1 not selected/);
    await screenshot('placement-platforms');
  });

  it('differ between two workloads of one image, which has two verdicts', async () => {
    const { workbench, folder, screenshot } = session();
    await writeFile(path.join(folder, 'k8s/worker.yaml'), deployment('worker', image));
    await workbench.command('Multi-Arch: Check Clusters Again');
    const warning = await waitForArchitecture(workbench, `${foreign} missing`, 30_000);
    assert.deepEqual(warning.icons, ['warning']);
    await workbench.clearNotifications();
    const images = await tree('Pushed Images');
    await images.expand('1');
    await images.waitForRow('1', new RegExp(`^${foreign} missing`), 30_000);
    const web = await images.waitForRow('web', /^would run on 2 nodes · Deployment$/);
    const worker = await images.waitForRow('worker', new RegExp(`^fails with ${foreign} · 1 of 3 nodes · Deployment$`));
    assert.deepEqual([web.icon, worker.icon], ['layers', 'warning']);
    await workbench.waitUntil('the number of missing platforms', async () => {
      const badges = await workbench.page.locator('.activitybar .badge-content').allInnerTexts();
      return badges.includes('1') ? true : undefined;
    });
    await screenshot('placement-two-verdicts');
    await images.press('1', 'Verify Pushed Image…');
    const { text } = await workbench.report(/By workload/);
    assert.match(text, /Cannot run on 1 of 3 eligible nodes\./);
    assert.match(
      text,
      new RegExp(
        `Deployment worker\\tfails with ${foreign} · 1 of 3 nodes\\tIn k8s/worker.yaml[^\\n]*\\n.*Deployment web\\t`,
      ),
    );
    assert.match(text, /Deployment web\twould run on 2 nodes\tIn k8s\/web.yaml/);
    await screenshot('placement-report');
  });
});
