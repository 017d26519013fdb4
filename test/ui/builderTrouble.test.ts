import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../bed/engine/processes.ts';
import { Tree } from '../bed/vscode/tree.ts';
import { wizardSteps } from '../support/wizard.ts';
import { findDocker } from './dockerPath.ts';
import { useVsCode } from './support.ts';

const [native, foreign] =
  process.arch === 'arm64' ? (['linux/arm64', 'linux/amd64'] as const) : (['linux/amd64', 'linux/arm64'] as const);
/** Nothing listens there. */
const closed = 'tcp://127.0.0.1:1';

describe('builders in trouble, by clicks', function () {
  this.timeout(180_000);
  /** A copy of Docker's configuration, with a separate buildx store for this window. */
  let configuration: string;
  const session = useVsCode(async ({ base, engine }) => {
    configuration = await mkdtemp(path.join(tmpdir(), 'multiarch-configuration-'));
    const own = engine.env.DOCKER_CONFIG ?? process.env.DOCKER_CONFIG ?? path.join(homedir(), '.docker');
    const filter = (file: string) => path.relative(own, file) !== 'buildx';
    await cp(own, configuration, { recursive: true, force: true, filter });
    const docker = path.join(configuration, 'docker');
    await writeFile(docker, `#!/bin/sh\necho "$*" >> "$0.calls"\nexec '${findDocker(engine.env.PATH)}' "$@"\n`);
    await chmod(docker, 0o755);
    return {
      files: {
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
      },
      settings: { 'multiarch.docker.path': docker },
      env: { DOCKER_CONFIG: configuration },
    };
  });
  after(() => rm(configuration, { recursive: true, force: true }));
  const docker = (...args: string[]) =>
    run('docker', args, { env: { ...session().world.engine.env, DOCKER_CONFIG: configuration } });
  const tree = () => session().workbench.tree('Multi-Arch Builds', 'Builders');
  const pressRefresh = () => new Tree(session().workbench.page, 'Builders').pressInTitle('Refresh Builders');
  const instance = (name: string) => path.join(configuration, 'buildx/instances', name);
  /** The arguments of all calls of Docker by the extension. */
  const calls = async () =>
    (await readFile(path.join(configuration, 'docker.calls'), 'utf8').catch(() => '')).split('\n').slice(0, -1);
  /** All calls, after a number of milliseconds without one. */
  const callsAfterSilence = (silence: number) => {
    let last = { count: -1, since: Date.now() };
    return session().workbench.waitUntil(
      'an end to the calls of Docker',
      async () => {
        const all = await calls();
        last = all.length === last.count ? last : { count: all.length, since: Date.now() };
        return Date.now() - last.since >= silence ? all : undefined;
      },
      silence * 6,
    );
  };

  it('are not queried by an idle view', async () => {
    await docker('buildx', 'create', '--name', 'idle', '--driver', 'docker-container');
    // buildx writes Docker's default with every such call
    await docker('buildx', 'ls');
    const view = await tree();
    await view.waitForRow('idle', 'not started · docker-container');
    await view.waitForRow('default', /^in use · running/);
    const before = await callsAfterSilence(5000);
    await pressRefresh();
    await session().workbench.waitUntil('a call of Docker', async () =>
      (await calls()).length > before.length ? true : undefined,
    );
    const after = (await callsAfterSilence(5000)).slice(before.length);
    // if listing all was slow the last time, each builder is inspected separately
    assert.ok(after.filter((call) => call.startsWith('buildx ls')).length <= 1, after.join('\n'));
  });

  it('say what has no emulator any more, and that it cannot be built', async () => {
    const { workbench, world } = session();
    const { quickInput } = workbench;
    const view = await tree();
    const states = [
      ['off', 'emulator no longer installed', /^emulator no longer installed$/],
      ['on', 'emulated', /^emulated$/],
      ['off', 'emulator no longer installed', /^emulator no longer installed$/],
    ] as const;
    try {
      for (const [state, shown, offered] of states) {
        await world.emulation.set(state);
        await pressRefresh();
        await view.waitForRow(foreign, shown);
        await view.waitForRow(native, /^native/);
        await workbench.command('Multi-Arch: Build Multi-Arch Image…');
        await quickInput.waitFor(wizardSteps.platforms);
        await quickInput.waitUntil(`${foreign} ${String(offered)}`, ({ rows }) =>
          rows.some(({ label, description }) => label === foreign && offered.test(description)),
        );
        await quickInput.escape();
        await quickInput.waitUntilClosed();
      }
    } finally {
      await world.emulation.set('on');
    }
  });

  it('get no emulator without a yes', async () => {
    const { workbench, world } = session();
    const { quickInput, dialog } = workbench;
    const before = (await calls()).length;
    await world.emulation.set('off');
    try {
      await workbench.command('Multi-Arch: Check or Install Emulators…');
      const checked = await quickInput.waitUntil('what runs', ({ rows }) =>
        rows.some(({ label, description }) => label === foreign && description === 'does not run: no emulator'),
      );
      assert.equal(checked.title, 'Emulators of Builder “default”');
      assert.equal(checked.rows.find(({ label }) => label === native)?.description, 'native');
      await quickInput.checkOnly([foreign]);
      await quickInput.accept();
      const { message, detail, buttons } = await dialog.waitFor(/Install emulators/);
      const architecture = foreign.split('/')[1]!;
      assert.equal(message, `Install emulators for ${foreign}?`);
      assert.match(detail, /^A privileged container on default registers QEMU in the kernel of that machine/);
      assert.match(
        detail,
        new RegExp(
          `^docker --context default run --privileged --rm tonistiigi/binfmt:\\S+ --uninstall ${architecture} --install ${architecture}$`,
          'm',
        ),
      );
      assert.deepEqual([...buttons].sort(), ['Cancel', 'Copy Command', 'Install']);
      await dialog.press('Cancel');
      const made = (await callsAfterSilence(1000)).slice(before);
      assert.ok(
        made.some((call) => call.startsWith('buildx build')),
        made.join('\n'),
      );
      assert.deepEqual(
        made.filter((call) => call.includes('--privileged')),
        [],
      );
      assert.deepEqual(await workbench.notifications(), []);
    } finally {
      await world.emulation.set('on');
    }
  });

  describe('one that never answers and one whose file is damaged', () => {
    const damaged = '{"Name":"broken","Dri';
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
    });
    before(async () => {
      silent.listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      // buildx would wait for its response when the builder is created
      await docker('buildx', 'create', '--name', 'mute', '--driver', 'remote', closed);
      const text = (await readFile(instance('mute'), 'utf8')).replace(closed, `tcp://127.0.0.1:${port}`);
      await writeFile(instance('mute'), text);
      await writeFile(instance('broken'), damaged);
    });
    after(async () => {
      silent.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await once(silent, 'close');
      await rm(instance('broken'), { force: true });
      await rm(instance('mute'), { force: true });
    });

    it('delay no other builder, and say what is wrong with them', async () => {
      const view = await tree();
      await pressRefresh();
      await view.waitUntil('default as it is while mute is being asked', (rows) => {
        const has = (wanted: string, description: RegExp) =>
          rows.some((row) => row.label === wanted && description.test(row.description));
        return (
          has('mute', /^checking… · remote$/) &&
          has('default', /^in use · running · docker$/) &&
          has(native, /^native/) &&
          has(foreign, /^emulated$/)
        );
      });
      await view.waitForRow('mute', 'error · remote', 30_000);
      await view.expand('mute');
      await view.waitForRow('mute0', /^Error: did not respond within \d+ s · tcp:/);
      await view.waitForRow('default', 'in use · running · docker');
    });

    it('let the damaged file be opened', async () => {
      const { workbench } = session();
      const view = await tree();
      await view.waitForRow('broken', 'its file cannot be read');
      assert.deepEqual(await view.buttons('broken'), ['Open Builder File']);
      await view.press('broken', 'Open Builder File');
      assert.equal(await workbench.editorText(/Dri/), damaged);
    });
  });
});
