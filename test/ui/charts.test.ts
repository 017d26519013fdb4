import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chooseClusters, foreign, own, uiClusters, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode } from './support.ts';

const run = promisify(execFile);

describe('images of charts and Compose services, by clicks', function () {
  this.timeout(120_000);
  let image = '';
  let programs = '';
  const session = useVsCode(async ({ base, registry, engine }) => {
    const { kubeconfig, settings } = await uiClusters();
    image = `${registry.host}/shop/site:1`;
    const env = { ...process.env, ...engine.env };
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    await run('docker', ['tag', base, image], { env });
    await run('docker', ['push', '--platform', `linux/${own}`, image], { env });
    // what Helm prints is recorded in test/fixtures/helm
    programs = await mkdtemp(path.join(tmpdir(), 'helm-'));
    const pod = `spec: {nodeSelector: {kubernetes.io/arch: ${own}}, containers: [{name: web, image: "${image}"}]}`;
    const rendered = `---\n# Source: shop/templates/web.yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop-web}\nspec: {template: {${pod}}}\n`;
    await writeFile(path.join(programs, 'helm'), `#!/bin/sh\ncat <<'EOF'\n${rendered}EOF\n`);
    await chmod(path.join(programs, 'helm'), 0o755);
    return {
      files: {
        'shop/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 0.1.0\nappVersion: "1"\n',
        'shop/values.yaml': `image: {repository: ${registry.host}/shop/site}\n`,
        'shop/templates/web.yaml':
          'image: {{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}\n',
        'compose.yaml': `services:\n  web:\n    image: ${image}\n`,
      },
      settings,
      env: { KUBECONFIG: kubeconfig, PATH: `${programs}${path.delimiter}${process.env.PATH ?? ''}` },
    };
  });
  after(() => rm(programs, { recursive: true, force: true }));
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');

  it('have a row for each, with a verdict, a tooltip and its file', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, ['mixed']);
    await workbench.clearNotifications();
    const images = await tree();
    await images.expand('1');
    const chart = await images.waitForRow('shop', new RegExp(`^may fail with ${foreign} · Helm chart$`), 30_000);
    const service = await images.waitForRow('web', /^runs · Compose service$/);
    assert.deepEqual([chart.icon, service.icon], ['warning', 'layers']);
    await screenshot('charts-rows');
    await images.tooltip('shop', /Which nodes it selects is not known/);
    await screenshot('charts-tooltip');
    await images.tooltip('web', /Runs on the Docker engine, not on a cluster/);
    await images.press('shop', 'Open File That Names It');
    assert.match(await workbench.editorText(/repository/), /^image: \{repository: /);
    await images.press('web', 'Open File That Names It');
    assert.match(await workbench.editorText(/services/), /^services:/);
    await screenshot('charts-file');
  });

  it('are judged by what Helm renders, until a file of the chart changes', async () => {
    const { workbench, folder, screenshot } = session();
    const images = await tree();
    await workbench.command('Multi-Arch: Render Charts of This Workspace…');
    await images.waitForRow('shop-web', /^would run on 2 nodes · Deployment$/, 30_000);
    await images.waitUntil('no guess', (rows) => rows.every(({ label }) => label !== 'shop'));
    await screenshot('charts-rendered');
    await writeFile(path.join(folder, 'shop/values-prod.yaml'), 'replicas: 2\n');
    await images.waitForRow('shop', /Helm chart$/, 30_000);
    await images.waitUntil('no former result', (rows) => rows.every(({ label }) => label !== 'shop-web'));
  });
});
