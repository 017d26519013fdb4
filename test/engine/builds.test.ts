import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '../bed/engine/engine.ts';
import type { Registry } from '../bed/engine/registry.ts';
import { bringWorld } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { readRegistry } from './registryReader.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];

describe('a build against a real engine (containerd image store)', function () {
  this.timeout(180_000);
  let engine: Engine;
  let registry: Registry;
  let base: string;
  const ends = new Ends();

  before(async function () {
    this.timeout(600_000);
    await bringOrSkip(this, async () => {
      const world = await bringWorld();
      ends.add(world.stop);
      ({ engine, registry, base } = world);
    });
    ends.add(useEnvironment(engine.env));
  });
  after(() => ends.run());

  const dockerfile = () => `FROM --platform=$BUILDPLATFORM ${base} AS cross
ARG TARGETARCH
RUN echo $TARGETARCH > /for
FROM ${base}
COPY --from=cross /for /for
RUN uname -m > /machine
`;

  it('pushes two platforms and reads them back from the registry', async () => {
    const workspace = await workspaceWith({ Dockerfile: dockerfile() });
    const tag = `${registry.host}/team/app:1`;
    const seen: { how?: string; platform: string }[] = [];
    const report = await workspace.build(
      composeServices(),
      { platforms: both, tags: [tag], output: 'push' },
      { started: ({ routes }) => seen.push(...routes) },
    );
    assert.equal(report.failure, undefined);
    assert.deepEqual([report.ok, report.verified, report.missing], [true, true, []]);
    assert.deepEqual(
      seen.map(({ platform, how }) => `${platform} ${how ?? ''}`),
      ['linux/amd64 native', 'linux/arm64 emulated'],
    );
    const registryHas = await readRegistry(registry).index('team/app', '1');
    assert.equal(report.digest, registryHas.digest);
    const runnable = registryHas.entries.filter(({ platform }) => platform?.os !== 'unknown');
    assert.deepEqual(
      report.platforms.map(({ platform, digest }) => [platform, digest]),
      runnable.map(({ platform, digest }) => [`${platform?.os ?? ''}/${platform?.architecture ?? ''}`, digest]),
    );
    assert.deepEqual(
      report.platforms.map(({ how }) => how),
      ['native', 'emulated'],
    );
    assert.ok(report.platforms.every(({ size = 0 }) => size > 100_000));
    assert.ok((report.platforms[1]?.emulatedMs ?? 0) > 0);
    assert.equal(report.platforms[0]?.emulatedMs, 0);
    const machines = await Promise.all(
      runnable.map(({ digest }) => readRegistry(registry).elfMachine('team/app', digest)),
    );
    assert.deepEqual(machines, ['x86-64', 'aarch64']);
    await workspace.remove();
  });

  it('loads one platform into the engine', async () => {
    const workspace = await workspaceWith({ Dockerfile: dockerfile() });
    const report = await workspace.build(composeServices(), {
      platforms: ['linux/arm64'],
      tags: ['loaded-one:1'],
      output: 'load',
    });
    assert.equal(report.failure, undefined);
    assert.deepEqual(
      report.platforms.map(({ platform }) => platform),
      ['linux/arm64'],
    );
    assert.equal(report.verified, true);
    await workspace.remove();
  });

  it('loads two platforms into the containerd store', async () => {
    const workspace = await workspaceWith({ Dockerfile: dockerfile() });
    const report = await workspace.build(composeServices(), {
      platforms: both,
      tags: ['loaded-two:1'],
      output: 'load',
    });
    assert.equal(report.failure, undefined);
    if (report.verified) {
      assert.deepEqual(
        report.platforms.map(({ platform }) => platform),
        both,
      );
    }
    await workspace.remove();
  });

  it('writes an OCI layout and reads it back from disk', async () => {
    const workspace = await workspaceWith({ Dockerfile: dockerfile() });
    const report = await workspace.build(composeServices(), {
      platforms: both,
      tags: ['a/layout:1'],
      output: 'oci',
      destination: 'out, "dir"',
    });
    assert.equal(report.failure, undefined);
    assert.deepEqual([report.verified, report.platforms.map(({ platform }) => platform)], [true, both]);
    const layout = JSON.parse(
      await readFile(path.join(workspace.folder, 'out, "dir"', 'oci-layout'), 'utf8'),
    ) as object;
    assert.deepEqual(layout, { imageLayoutVersion: '1.0.0' });
    await workspace.remove();
  });

  it('fills the cache and claims nothing more', async () => {
    const workspace = await workspaceWith({ Dockerfile: dockerfile() });
    const report = await workspace.build(composeServices(), { platforms: both, output: 'cache' });
    assert.deepEqual([report.ok, report.verified, report.digest], [true, false, undefined]);
    assert.deepEqual(
      report.platforms.map(({ platform }) => platform),
      both,
    );
    await workspace.remove();
  });

  it('builds the targets of a bake file, each with its own digest', async () => {
    const bake = (name: string) =>
      `target "${name}" {\n  context = "${name}"\n  tags = ["${registry.host}/bake/${name}:1"]\n}\n`;
    const workspace = await workspaceWith({
      'deploy/docker-bake.hcl': `group "default" {\n  targets = ["one", "two"]\n}\n${bake('one')}${bake('two')}`,
      'deploy/one/Dockerfile': dockerfile(),
      'deploy/two/Dockerfile': `FROM ${base}\n`,
    });
    const report = await workspace.build(composeServices(), {
      context: 'deploy',
      bakeFiles: ['deploy/docker-bake.hcl'],
      bakeTargets: ['default'],
      platforms: both,
      output: 'push',
    });
    assert.equal(report.failure, undefined);
    assert.deepEqual(report.command.slice(0, 3), ['docker', 'buildx', 'bake']);
    assert.deepEqual(
      report.images.map(({ reference }) => reference),
      ['one', 'two'].map((name) => `${registry.host}/bake/${name}:1`),
    );
    for (const name of ['one', 'two']) {
      const { digest } = await readRegistry(registry).index(`bake/${name}`, '1');
      assert.ok(report.images.some((image) => image.digest === digest));
    }
    assert.equal(report.platforms.length, 4);
    await workspace.remove();
  });

  it('takes the platforms from a bake file that names them', async () => {
    const tag = `${registry.host}/bake/own:1`;
    const workspace = await workspaceWith({
      'docker-bake.hcl': `target "app" {\n  platforms = ["linux/arm64", "linux/amd64"]\n  tags = ["${tag}"]\n}\n`,
      Dockerfile: dockerfile(),
    });
    const seen: string[] = [];
    const report = await workspace.build(
      composeServices(),
      { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'push' },
      { started: ({ routes }) => seen.push(...routes.map(({ platform, how }) => `${platform} ${how}`)) },
    );
    assert.equal(report.failure, undefined);
    assert.deepEqual(seen, ['linux/arm64 emulated', 'linux/amd64 native']);
    assert.deepEqual(
      report.platforms.map(({ platform, how }) => `${platform} ${how}`),
      seen,
    );
    assert.deepEqual([report.reference, report.verified, report.missing], [tag, true, []]);
    await workspace.remove();
  });

  it('finds the Dockerfile of a bake target that fails', async () => {
    const workspace = await workspaceWith({
      'compose.yaml': 'services:\n  web:\n    build:\n      context: ./web\n      dockerfile: Dockerfile.web\n',
      'web/Dockerfile.web': `FROM ${base}\nRUN exit 7\n`,
    });
    const report = await workspace.build(composeServices(), {
      bakeFiles: ['compose.yaml'],
      bakeTargets: ['web'],
      platforms: ['linux/amd64'],
      output: 'cache',
    });
    assert.equal(report.failure?.code, 'stepFailed');
    assert.deepEqual(report.failure.location, { file: path.join('web', 'Dockerfile.web'), line: 2 });
    await workspace.remove();
  });

  it('tells BuildKit’s warnings with their line', async () => {
    const workspace = await workspaceWith({ 'sub/Dockerfile.dev': `from ${base} AS build\nRUN true\n` });
    const report = await workspace.build(composeServices(), {
      dockerfile: 'sub/Dockerfile.dev',
      context: 'sub',
      platforms: ['linux/amd64'],
      output: 'cache',
    });
    assert.equal(report.ok, true);
    const casing = report.warnings.find(({ rule }) => rule === 'FromAsCasing');
    if (engine.buildxVersion.startsWith('0.13')) {
      return;
    }
    assert.deepEqual([casing?.file, casing?.line], ['sub/Dockerfile.dev', 1]);
    await workspace.remove();
  });

  it('keeps a secret build argument off every command line', async () => {
    const workspace = await workspaceWith({
      Dockerfile: `FROM ${base}\nARG NPM_TOKEN\nRUN test "$NPM_TOKEN" = s3cr3t-value\n`,
    });
    const services = composeServices();
    const report = await workspace.build(services, {
      platforms: ['linux/amd64'],
      output: 'cache',
      buildArgs: { NPM_TOKEN: 's3cr3t-value' },
    });
    assert.equal(report.failure, undefined);
    assert.ok(services.commands.length > 0);
    assert.ok(!JSON.stringify([services.commands, report.command]).includes('s3cr3t'));
    await workspace.remove();
  });

  for (const hostile of [
    '$(touch pwned)',
    '`touch pwned`',
    '; touch pwned #',
    "' && touch pwned && '",
    '" | touch pwned "',
    'line\nbreak',
    '--help',
    '-',
  ]) {
    it(`takes ${JSON.stringify(hostile)} for a name and nothing else, in every field`, async () => {
      const folder = hostile === '-' || hostile === '--help' ? hostile : `dir ${hostile}`;
      const workspace = await workspaceWith({
        [`${folder}/Dockerfile ${hostile}`]: `FROM ${base} AS last\nARG ODD\nRUN touch /here\n`,
      });
      const services = composeServices();
      const report = await workspace.build(services, {
        dockerfile: `${folder}/Dockerfile ${hostile}`,
        context: folder,
        platforms: ['linux/amd64'],
        output: 'cache',
        buildArgs: { ODD: hostile },
        buildContexts: { extra: folder },
        secrets: [],
      });
      // BuildKit itself cannot send a file whose name contains a line break; it only reports that
      assert.equal(report.ok, !hostile.includes('\n'));
      const strange = await workspace.build(services, {
        context: folder,
        dockerfile: `${folder}/Dockerfile ${hostile}`,
        target: hostile,
        platforms: ['linux/amd64'],
        output: 'cache',
      });
      assert.equal(strange.ok, false);
      for (const place of [workspace.folder, process.cwd(), path.join(workspace.folder, folder)]) {
        await assert.rejects(access(path.join(place, 'pwned')));
      }
      await workspace.remove();
    });
  }

  it('ends a build in the middle when it is cancelled, and is silent about it', async () => {
    const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\nRUN echo started; sleep 600\n` });
    const abort = new AbortController();
    const services = composeServices();
    const report = await workspace.build(
      services,
      { platforms: ['linux/amd64'], output: 'cache' },
      {
        event: (event) => {
          if (event.kind === 'update' && event.update.logs.length > 0) {
            abort.abort();
          }
        },
      },
      abort.signal,
    );
    assert.equal(report.failure?.code, 'cancelled');
    assert.equal(report.ok, false);
    const left = await processesWith(workspace.folder);
    assert.deepEqual(left, []);
    await workspace.remove();
  });

  it('attack: a build outlives a killed extension host', async () => {
    // it takes a moment until a program counts as long-running
    const steps = 'RUN echo started; sleep 4; echo going on; sleep 600';
    const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\n${steps}\n` });
    const script = `
      import { composeServices, workspaceIn } from ${JSON.stringify(new URL('support.ts', import.meta.url).href)};
      await workspaceIn(${JSON.stringify(workspace.folder)}).build(
        composeServices(),
        { platforms: ['linux/amd64'], output: 'cache' },
        { event: ({ update }) => update?.logs.forEach(({ data }) => process.stdout.write(data)) },
      );`;
    const host = spawn(
      process.execPath,
      [
        '--import=tsx',
        `--import=${new URL('../support/hooks.mjs', import.meta.url).href}`,
        '--input-type=module',
        '-e',
        script,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const text of host.stdout) {
      if (String(text).includes('going on')) {
        break;
      }
    }
    assert.notDeepEqual(await processesWith(workspace.folder), []);
    host.kill('SIGKILL');
    for (let i = 0; i < 500 && (await processesWith(workspace.folder)).length > 0; i += 1) {
      await sleep(20);
    }
    assert.deepEqual(await processesWith(workspace.folder), []);
    await workspace.remove();
  });
});

/** Command lines of processes with this working directory. */
async function processesWith(folder: string): Promise<string[]> {
  const { readdir, readlink } = await import('node:fs/promises');
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    if (cwd === folder) {
      found.push(await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''));
    }
  }
  return found;
}
