import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { startCluster, tokens } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { appsPath, workloadMaker, type ContainerWish } from '../bed/cluster/workloadShapes.ts';
import { freePort } from '../bed/engine/ports.ts';
import { Ends } from '../engine/ends.ts';
import { runWizard } from '../support/wizard.ts';
import { chooseClusters, foreign, own, waitForArchitecture } from './clustersSupport.ts';
import { useVsCode } from './support.ts';

const run = promisify(execFile);
const restartedAt = 'kubectl.kubernetes.io/restartedAt';

describe('what clusters run of an image, by clicks', function () {
  this.timeout(120_000);
  const ends = new Ends();
  let image = '';
  let pushed = '';
  let kubectl = '';
  let make: ReturnType<typeof workloadMaker>;
  const other = `sha256:${'9'.repeat(64)}`;
  const running = (digest: string): ContainerWish => ({
    state: 'running',
    imageId: `${image.replace(/:1\.0$/, '')}@${digest}`,
  });
  const podOf = (app: string, end: string, status: ContainerWish, mark?: string) =>
    make.pod({
      name: `${app}-${end}`,
      namespace: 'shop',
      labels: { 'app.kubernetes.io/name': app },
      ...(mark !== undefined && { annotations: { [restartedAt]: mark } }),
      owner: { kind: 'DaemonSet', name: app },
      image,
      status,
    });
  const appPath = (app: string) => `${appsPath('DaemonSet', 'shop')}/${app}`;
  const markOf = async (app: string) => {
    const { spec } = await make.must('GET', appPath(app));
    const { template } = spec as { template: { metadata: { annotations?: Record<string, string> } } };
    return template.metadata.annotations?.[restartedAt];
  };
  const report = (app: string, renewed: number) =>
    make.setStatus(appPath(app), ({ metadata }) => ({
      observedGeneration: metadata.generation,
      desiredNumberScheduled: 2,
      currentNumberScheduled: 2,
      numberMisscheduled: 0,
      numberReady: 2,
      numberAvailable: 2,
      updatedNumberScheduled: renewed,
    }));
  /** Waits until a restart reaches the API server, and resolves to its mark. */
  const restarted = async (app: string, before: string | undefined): Promise<string> => {
    for (;;) {
      const mark = await markOf(app);
      if (mark !== undefined && mark !== before) {
        return mark;
      }
      await sleep(50);
    }
  };

  const session = useVsCode(async ({ base, registry, engine }) => {
    image = `${registry.host}/deploy/system-info:1.0`;
    const env = { ...process.env, ...engine.env };
    await run('docker', ['pull', '--platform', `linux/${own}`, base], { env });
    await run('docker', ['tag', base, image], { env });
    await run('docker', ['push', '--platform', `linux/${own}`, image], { env });
    const raw = await run(
      'docker',
      ['buildx', 'imagetools', 'inspect', image, '--format', '{{json .Manifest.Digest}}'],
      { env },
    );
    pushed = JSON.parse(raw.stdout) as string;
    const cluster = await startCluster();
    ends.add(cluster.stop);
    make = workloadMaker(cluster);
    kubectl = cluster.kubectls[0].path;
    await cluster.createNodes([nodeShape({ name: 'own', arch: own }), nodeShape({ name: 'foreign', arch: foreign })]);
    await make.namespace('shop');
    await make.app({ kind: 'DaemonSet', name: 'exporter', namespace: 'shop', image });
    await make.app({ kind: 'DaemonSet', name: 'pinned', namespace: 'shop', image: `${image}@${other}` });
    await podOf('exporter', 'old-1', running(pushed));
    await podOf('exporter', 'old-2', running(other));
    await report('exporter', 2);
    await report('pinned', 2);
    const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-kube-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
    const kubeconfig = path.join(folder, 'config');
    await writeKubeconfig(kubeconfig, [
      { name: 'dev', cluster },
      { name: 'shop-prod', cluster },
      { name: 'reader', cluster, user: { token: tokens.reader } },
      { name: 'down', cluster: { server: `https://127.0.0.1:${await freePort('127.0.0.1')}` } },
    ]);
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
        // another name than in the cluster, where the rows of both would be alike
        'k8s/collector.yaml': `apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: collector}\nspec: {template: {spec: {containers: [{name: app, image: "${image}"}]}}}\n`,
      },
      settings: { 'multiarch.kubectl.path': kubectl },
      env: { KUBECONFIG: kubeconfig },
    };
  });
  after(() => ends.run());
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Pushed Images');
  /** Everything is redrawn when they are known, and VS Code loses a click in between. */
  const nodesOf = async (context: string) =>
    (await tree()).waitUntil(
      `what the nodes of ${context} need`,
      (rows) =>
        rows.some(({ description }) => description === 'missing · 1 node') &&
        rows.some(({ label, description }) => label === 'In the clusters' && description === context),
      30_000,
    );

  it('asks the chosen clusters when the row is opened, and shows a workload with its pods', async () => {
    const { workbench, screenshot } = session();
    await waitForArchitecture(workbench, 'Choose Clusters', 60_000);
    await chooseClusters(workbench, ['dev']);
    const view = await tree();
    await view.expand('1.0');
    await view.waitForRow('In the clusters', 'dev');
    await view.expand('In the clusters');
    const fails = `fails with ${foreign} · 1 of 2 nodes`;
    await view.waitForRow('collector', `${fails} · DaemonSet`);
    const described = `${fails} · 1 of 2 pods use the pushed image · shop · DaemonSet`;
    const row = await view.waitForRow('exporter', described, 30_000);
    assert.equal(row.icon, 'history');
    await view.waitForRow('pinned', / · no pods · uses 1\.0 sha256:9{12} · pinned · shop/);
    await view.expand('exporter');
    await view.waitForRow('exporter-old-1', 'uses the pushed image');
    await view.waitForRow('exporter-old-2', 'uses another image');
    assert.deepEqual(await view.buttons('exporter'), ['Restart Workload…', 'Show Workload Logs']);
    await screenshot('deploy-workloads');
    await view.choose('exporter-old-1', 'Describe Pod');
    assert.match(await workbench.editorText(/Namespace:/), /^Name: +exporter-old-1$[^]*^Namespace: +shop$/m);
  });

  it('asks where the image lacks a platform, watches that new pods stay up, and tells what they run now', async () => {
    const { workbench, screenshot } = session();
    const view = await tree();
    const before = await markOf('exporter');
    await view.press('exporter', 'Restart Workload…');
    const { detail } = await workbench.dialog.waitFor(
      new RegExp(`Restart DaemonSet exporter\\? Its image lacks linux/${foreign}\\.`),
    );
    assert.match(detail, /New pods on nodes of these platforms/);
    await screenshot('deploy-lacks');
    await workbench.dialog.press('Restart');
    const mark = await restarted('exporter', before);
    await report('exporter', 1);
    const watching = /Watching the rollout of DaemonSet exporter in shop of dev.*1 of 2 pods are new/s;
    assert.deepEqual((await workbench.waitForNotification(watching)).buttons, ['Stop Watching']);
    await screenshot('deploy-progress');
    for (const number of [1, 2]) {
      await make.deletePod('shop', `exporter-old-${number}`);
      await podOf('exporter', `new-${number}`, running(pushed), mark);
    }
    await report('exporter', 2);
    await workbench.waitForNotification(/all 2 new pods are ready; watching that they stay up for 10 seconds/);
    await screenshot('deploy-staying');
    const { message, severity } = await workbench.waitForNotification(/^Restarted/, 30_000);
    assert.equal(message, 'Restarted DaemonSet exporter in shop of dev: 2 of 2 pods use the pushed image.');
    assert.equal(severity, 'info');
    const row = await view.waitForRow('exporter', / · 2 of 2 pods use the pushed image/);
    assert.equal(row.icon, 'pass');
    await screenshot('deploy-restarted');
  });

  it('asks before it restarts what looks like production, and stops early where a platform is missing', async () => {
    const { workbench, screenshot } = session();
    const view = await tree();
    // its rows are those of the other cluster then
    await view.collapse('In the clusters');
    await chooseClusters(workbench, ['shop-prod']);
    await nodesOf('shop-prod');
    await view.expand('In the clusters');
    await view.waitForRow('exporter', / · shop · /, 30_000);
    const before = await markOf('exporter');
    await view.press('exporter', 'Restart Workload…');
    const { detail } = await workbench.dialog.waitFor(/Restart DaemonSet exporter\? This looks like production/);
    assert.match(detail, /Context shop-prod, namespace shop/);
    await screenshot('deploy-production');
    await workbench.dialog.press('Cancel');
    assert.equal(await markOf('exporter'), before);
    await view.press('exporter', 'Restart Workload…');
    await workbench.dialog.waitFor(/This looks like production/);
    await workbench.dialog.press('Restart');
    const mark = await restarted('exporter', before);
    await podOf(
      'exporter',
      'lacking',
      {
        state: 'waiting',
        reason: 'ErrImagePull',
        message: `failed to unpack "${image}": no match for platform in manifest: not found`,
      },
      mark,
    );
    const { message, buttons } = await workbench.waitForNotification(/The new pod exporter-lacking/, 30_000);
    assert.match(message, /lacks the platform of its node/);
    assert.deepEqual(buttons, ['Add Missing Platforms…', 'Undo']);
    const row = await view.waitForRow('exporter', /no image for its node’s platform/);
    assert.equal(row.icon, 'error');
    await screenshot('deploy-failing');
  });

  it('says that a pinned workload does not change by a restart', async () => {
    const { workbench } = session();
    const view = await tree();
    await view.collapse('In the clusters');
    await chooseClusters(workbench, ['dev']);
    await nodesOf('dev');
    await view.expand('In the clusters');
    await view.waitForRow('pinned', / · shop · /, 30_000);
    await view.press('pinned', 'Restart Workload…');
    const { detail } = await workbench.dialog.waitFor(/Restart DaemonSet pinned although this changes nothing/);
    assert.match(detail, /references the image by its digest/);
    await workbench.dialog.press('Cancel');
    assert.equal(await markOf('pinned'), undefined);
  });

  it('shows logs in the terminal of tasks; there is no kubelet, and kubectl says so', async () => {
    const { workbench, screenshot } = session();
    const view = await tree();
    await view.press('exporter', 'Show Workload Logs');
    const text = await workbench.waitForTerminal(/node-1/);
    const command = `${kubectl}logs--selector=app.kubernetes.io/name=exporter`;
    assert.ok(text.replaceAll(/\s+/g, '').includes(command), text);
    await screenshot('deploy-logs');
  });

  it('finds the workload from the palette', async () => {
    const { workbench } = session();
    const { quickInput } = workbench;
    await workbench.command('Multi-Arch: Restart Workload…');
    await quickInput.waitFor(/^Image name/);
    await quickInput.pick(image);
    const { rows } = await quickInput.waitFor(/^Select the workloads/, 30_000);
    assert.deepEqual(
      rows.map(({ label }) => label),
      ['DaemonSet exporter', 'DaemonSet pinned'],
    );
    await quickInput.escape();
  });

  it('is a button away after a push', async () => {
    const { workbench, screenshot } = session();
    const { quickInput } = workbench;
    await runWizard(workbench, { platforms: [`linux/${own}`, `linux/${foreign}`], image });
    const { buttons } = await workbench.waitForNotification(/^Pushed/, 60_000);
    assert.deepEqual(buttons, ['Restart Workload…', 'Copy Pinned Reference']);
    await workbench.pressInNotification(/^Pushed/, 'Restart Workload…');
    const { rows } = await quickInput.waitFor(/^Select the workloads/, 30_000);
    // the pushed image is another one than that of the pods
    assert.match(rows[0]?.description ?? '', /^shop · dev · 0 of \d pods/);
    await screenshot('deploy-after-push');
    await quickInput.escape();
  });

  it('has a row for each cluster that does not tell', async () => {
    const { workbench, screenshot } = session();
    await chooseClusters(workbench, ['reader', 'down']);
    const view = await tree();
    await view.waitForRow('No permission to list the workloads of reader.', /(?:)/, 30_000);
    await view.waitForRow('Cannot connect to down.');
    await screenshot('deploy-trouble');
  });
});
