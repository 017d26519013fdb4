import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConfigurationTarget, workspace } from 'vscode';
import { api, world } from './support.ts';

const run = promisify(execFile);
const [own, foreign] =
  process.arch === 'arm64' ? ['linux/arm64', 'linux/amd64'] : (['linux/amd64', 'linux/arm64'] as const);
const context = 'far-away';

/** A context whose server does not respond: port 1 of this machine. */
const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: context, cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: context, user: { token: 'none' } }],
  contexts: [{ name: context, context: { cluster: context, user: context } }],
  'current-context': context,
});

describe('images and a cluster of the other architecture, inside VS Code', function () {
  this.timeout(120_000);
  let folder = '';
  const former = process.env.KUBECONFIG;
  const configure = async (clusters?: readonly string[], platforms?: Readonly<Record<string, readonly string[]>>) => {
    const settings = workspace.getConfiguration('multiarch');
    await settings.update('clusterPlatforms', platforms, ConfigurationTarget.Workspace);
    await settings.update('clusters', clusters, ConfigurationTarget.Workspace);
  };

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'multiarch-cluster-'));
    await writeFile(path.join(folder, 'config'), kubeconfig);
    await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
    // the extension runs in this process, and reads it whenever it searches for contexts
    process.env.KUBECONFIG = path.join(folder, 'config');
  });
  after(async () => {
    await configure();
    if (former === undefined) {
      delete process.env.KUBECONFIG;
    } else {
      process.env.KUBECONFIG = former;
    }
    await rm(folder, { recursive: true, force: true });
  });

  /** The commands of a user who is not aware of platforms. */
  const plainBuild = async (image: string, ...options: string[]) => {
    await run('docker', ['build', ...options, '--tag', image, folder]);
    await run('docker', ['push', image]);
  };
  const fate = async (image: string) => {
    const { state, groups } = await (await api()).coverage(image);
    return { state, groups: groups.map(({ platform, verdict, how }) => [platform, verdict, how]) };
  };

  it('chooses none by itself', async function () {
    const { base } = world(this);
    const { clusterPlatforms, coverage } = await api();
    assert.deepEqual(await clusterPlatforms(), []);
    assert.deepEqual(await coverage(base), { state: 'unknown', groups: [] });
  });

  it('says why a cluster cannot be read, and knows nothing of it', async function () {
    const { base } = world(this);
    await configure([context]);
    const { clusterPlatforms, coverage } = await api();
    const [cluster, ...more] = await clusterPlatforms();
    assert.deepEqual(more, []);
    assert.deepEqual([cluster?.context, cluster?.local, cluster?.groups], [context, false, []]);
    assert.ok(cluster?.state === 'unreachable' || cluster?.state === 'failed', cluster?.state);
    assert.match(cluster.error ?? '', /far-away|kubectl/);
    assert.equal((await coverage(base)).state, 'unknown');
  });

  it('takes a declared platform instead', async () => {
    await configure([context], { [context]: [foreign] });
    const [cluster] = await (await api()).clusterPlatforms();
    assert.deepEqual(
      [cluster?.state, cluster?.groups],
      ['declared', [{ platform: foreign, nodes: 0, eligible: 0, taints: [] }]],
    );
    assert.notEqual(cluster?.error, undefined);
  });

  it('says that what a plain docker build pushes fails there, and how', async function () {
    const { registry } = world(this);
    await configure([context], { [context]: [foreign] });
    const { inspectImage } = await api();
    const [index, manifest] = [`${registry}/plain/index:1`, `${registry}/plain/manifest:1`];
    // with attestations, it becomes an index
    await plainBuild(index, '--provenance=true');
    await plainBuild(manifest, '--provenance=false');
    assert.deepEqual([(await inspectImage(index)).kind, (await inspectImage(manifest)).kind], ['index', 'manifest']);
    assert.deepEqual(await fate(index), { state: 'fails', groups: [[foreign, 'fails', 'does-not-pull']] });
    assert.deepEqual(await fate(manifest), { state: 'fails', groups: [[foreign, 'fails', 'crashes']] });
  });

  it('says that an image built for its platform runs there, and what a mixed cluster misses', async function () {
    const { registry, base } = world(this);
    await configure([context], { [context]: [foreign] });
    const image = `${registry}/built/for-cluster:1`;
    const { build } = await api();
    const report = await build({ platforms: [foreign], tags: [image], output: 'push', buildArgs: { BASE: base } });
    assert.deepEqual([report.failure, report.ok, report.verified], [undefined, true, true]);
    assert.deepEqual(await fate(image), { state: 'runs', groups: [[foreign, 'runs', undefined]] });
    await configure([context], { [context]: [own, foreign] });
    const { state, groups } = await fate(image);
    assert.deepEqual(
      [state, groups.map(([platform, verdict]) => [platform, verdict])],
      [
        'partial',
        [
          [own, 'fails'],
          [foreign, 'runs'],
        ],
      ],
    );
    assert.deepEqual(await fate(base), {
      state: 'runs',
      groups: [
        [own, 'runs', undefined],
        [foreign, 'runs', undefined],
      ],
    });
  });
});
