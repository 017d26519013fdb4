import assert from 'node:assert/strict';
import { CancellationError, CancellationTokenSource, commands, tasks, Uri, workspace } from 'vscode';
import { api, folder, world } from './support.ts';

describe('the API inside VS Code', function () {
  this.timeout(120_000);

  it('has version 1 and registers its commands', async () => {
    assert.equal((await api()).version, 1);
    const known = await commands.getCommands(true);
    for (const command of [
      'multiarch.buildImage',
      'multiarch.buildLocal',
      'multiarch.rebuildLast',
      'multiarch.showLog',
    ]) {
      assert.ok(known.includes(command), command);
    }
  });

  it('inspects an image of a registry', async function () {
    const { base } = world(this);
    const image = await (await api()).inspectImage(base);
    assert.equal(image.kind, 'index');
    assert.deepEqual(
      image.images.map(({ platform }) => platform),
      ['linux/amd64', 'linux/arm64'],
    );
    assert.ok(image.images.every(({ digest, size = 0 }) => digest.startsWith('sha256:') && size > 0));
  });

  it('rejects with a code', async function () {
    const { registry } = world(this);
    const { inspectImage } = await api();
    await assert.rejects(inspectImage(`${registry}/no/such:image`), { code: 'imageNotFound' });
    await assert.rejects(inspectImage('No Image'), { code: 'invalidRequest' });
    await assert.rejects((await api()).build({ platforms: ['amd46'] }), { code: 'invalidRequest' });
  });

  it('tells which node would build what', async function () {
    world(this);
    const { route } = await api();
    const [foreign, own] = await route(['linux/sparc64', 'linux/amd64', 'arm64']);
    assert.deepEqual([foreign?.platform, foreign?.how, own?.platform], ['linux/sparc64', 'unsupported', 'linux/amd64']);
    assert.ok(foreign?.node !== undefined && own?.node === foreign.node);
    await assert.rejects(route(['amd46']), { code: 'invalidRequest' });
    await assert.rejects(route(undefined as never), { code: 'invalidRequest' });
    await assert.rejects(route(['linux/amd64'], 'no-such-builder'), { code: 'builderNotFound' });
  });

  it('is cancelled with VS Code’s own error', async function () {
    const { base } = world(this);
    const source = new CancellationTokenSource();
    source.cancel();
    await assert.rejects((await api()).inspectImage(base, source.token), CancellationError);
  });

  it('builds, pushes and verifies in the task terminal', async function () {
    const { registry, base } = world(this);
    const report = await (
      await api()
    ).build({
      platforms: ['linux/amd64', 'linux/arm64'],
      tags: [`${registry}/api/sample:1`],
      output: 'push',
      buildArgs: { BASE: base },
    });
    assert.equal(report.failure, undefined);
    assert.deepEqual([report.ok, report.verified, report.missing], [true, true, []]);
    assert.deepEqual(
      report.platforms.map(({ platform }) => platform),
      ['linux/amd64', 'linux/arm64'],
    );
    const image = await (await api()).inspectImage(`${registry}/api/sample:1`);
    assert.equal(image.digest, report.digest);
    assert.deepEqual(JSON.parse(JSON.stringify(report)), report);
  });

  it('attack: a build that another extension starts takes a platform from a tag, or waits for an answer', async function () {
    const { registry, base } = world(this);
    const { build, inspectImage } = await api();
    const image = `${registry}/api/kept:1`;
    const request = { tags: [image], output: 'push', buildArgs: { BASE: base } } as const;
    const both = ['linux/amd64', 'linux/arm64'];
    const first = await build({ ...request, platforms: both });
    const second = await build({ ...request, platforms: ['linux/amd64'] });
    assert.deepEqual([second.ok, second.failure?.code], [false, 'platformsLost']);
    assert.match(second.failure?.message ?? '', /linux\/arm64/);
    assert.equal((await inspectImage(image)).digest, first.digest);
    const kept = await build({ ...request, platforms: ['linux/amd64'], onMissingPlatforms: 'keep' });
    assert.deepEqual([kept.failure, kept.ok], [undefined, true]);
    assert.deepEqual((await inspectImage(image)).images.map(({ platform }) => platform).sort(), both);
  });

  it('gives who asks for a running build that one', async function () {
    const { base } = world(this);
    const request = { platforms: ['linux/amd64'], output: 'cache', buildArgs: { BASE: base, VERSION: '2' } } as const;
    const { build } = await api();
    const [one, other] = await Promise.all([build(request), build(request)]);
    assert.equal(one.ok, true);
    assert.deepEqual(one, other);
  });

  it('cancels a build with its token', async function () {
    const { base } = world(this);
    const file = Uri.joinPath(folder().uri, 'slow', 'Dockerfile');
    await workspace.fs.writeFile(file, new TextEncoder().encode('ARG BASE\nFROM $BASE\nRUN sleep 600\n'));
    const source = new CancellationTokenSource();
    const building = (await api()).build(
      { context: 'slow', output: 'cache', platforms: ['linux/amd64'], buildArgs: { BASE: base } },
      source.token,
    );
    await new Promise<void>((resolve) => {
      const listener = tasks.onDidStartTask(() => {
        listener.dispose();
        resolve();
      });
    });
    source.cancel();
    const report = await building;
    assert.deepEqual([report.ok, report.failure?.code], [false, 'cancelled']);
  });

  it('attack: one caller of a build cancels that of another', async function () {
    const { base } = world(this);
    const file = Uri.joinPath(folder().uri, 'shared', 'Dockerfile');
    await workspace.fs.writeFile(file, new TextEncoder().encode('ARG BASE\nFROM $BASE\nRUN sleep 3\n'));
    const source = new CancellationTokenSource();
    const request = {
      context: 'shared',
      output: 'cache',
      platforms: ['linux/amd64'],
      buildArgs: { BASE: base },
    } as const;
    const started = new Promise<void>((resolve) => {
      const listener = tasks.onDidStartTask(() => {
        listener.dispose();
        resolve();
      });
    });
    const { build } = await api();
    const [first, second] = [build(request, source.token), build(request)];
    await started;
    source.cancel();
    await assert.rejects(first, CancellationError);
    const report = await second;
    assert.deepEqual([report.ok, report.failure], [true, undefined]);
  });
});
