import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BuildListener } from '../../src/services/builds/follow.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { leaseEmulation, type Emulation } from '../bed/engine/emulation.ts';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];

describe('what goes wrong with a real engine', function () {
  this.timeout(180_000);
  let registry: Registry;
  let emulation: Emulation;
  let base: string;
  const ends = new Ends();

  before(async function () {
    this.timeout(600_000);
    await bringOrSkip(this, async () => {
      registry = await startRegistry();
      ends.add(registry.stop);
      emulation = await leaseEmulation();
      ends.add(emulation.release);
      base = await pushBaseImage(registry);
    });
  });
  after(() => ends.run());

  describe('with the containerd image store', () => {
    let engine: Engine;
    const own = new Ends();
    before(async () => {
      engine = await findOrBringEngine({ own: true });
      own.add(engine.stop);
      own.add(useEnvironment(engine.env));
    });
    after(() => own.run());
    afterEach(() => emulation.set('on'));

    it('places an exec format error on its line, and builds the same once there is an emulator', async () => {
      const workspace = await workspaceWith({
        'app/Dockerfile': `# a comment\nFROM ${base}\n\nRUN uname -m > /unique-to-this-test\n`,
      });
      const request = { context: 'app', platforms: both, output: 'cache' } as const;
      // BuildKit has found the emulator, and keeps its platform in its list after it is gone
      await composeServices().builders.inUse(undefined);
      await emulation.set('off');
      const report = await workspace.build(composeServices(), request);
      assert.equal(report.failure?.code, 'emulatorMissing');
      assert.deepEqual(report.failure.location, { file: path.join('app', 'Dockerfile'), line: 4 });
      assert.equal(report.failure.params.platform, 'linux/arm64');
      assert.deepEqual(report.failure.remedies[0], { id: 'installEmulators', platform: 'linux/arm64' });
      await emulation.set('on');
      const again = await workspace.build(composeServices(), request);
      assert.equal(again.failure, undefined);
      await workspace.remove();
    });

    it('names a base image of another platform', async () => {
      const foreign = await pushBaseImage(registry, { name: 'only-arm64:1', architectures: ['arm64'] });
      const workspace = await workspaceWith({ Dockerfile: `FROM ${foreign}\nRUN true\n` });
      const report = await workspace.build(composeServices(), { platforms: ['linux/amd64'], output: 'cache' });
      assert.equal(report.failure?.code, 'baseImageLacksPlatform');
      assert.equal(report.failure.location?.line, 1);
      await workspace.remove();
    });

    it('says that no node can run a platform that no emulator serves', async () => {
      const workspace = await workspaceWith({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /\nRUN cmd /c ver\n' });
      const report = await workspace.build(composeServices(), { platforms: ['windows/amd64'], output: 'cache' });
      assert.equal(report.failure?.code, 'platformUnsupported');
      assert.equal(report.failure.params.platform, 'windows/amd64');
      assert.equal(report.failure.location?.line, 3);
      await workspace.remove();
    });

    it('takes a step that fails for what it is', async () => {
      const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\nRUN echo said this && \\\n    exit 3\n` });
      const report = await workspace.build(composeServices(), { platforms: ['linux/amd64'], output: 'cache' });
      assert.equal(report.failure?.code, 'stepFailed');
      assert.equal(report.failure.params.exitCode, '3');
      assert.equal(report.failure.location?.line, 2);
      await workspace.remove();
    });

    for (const [what, files, request, code] of [
      ['a missing Dockerfile', {}, {}, 'dockerfileMissing'],
      ['a broken Dockerfile', { Dockerfile: 'FROM scratch\nRUNN x\n' }, {}, 'dockerfileInvalid'],
      [
        'a missing context folder',
        { Dockerfile: 'FROM scratch\n' },
        { dockerfile: 'Dockerfile', context: 'nowhere' },
        'contextMissing',
      ],
      ['an unknown builder', { Dockerfile: 'FROM scratch\n' }, { builder: 'no-such-builder' }, 'builderNotFound'],
    ] as const) {
      it(`knows ${what}`, async () => {
        const workspace = await workspaceWith(files);
        const report = await workspace.build(composeServices(), {
          platforms: ['linux/amd64'],
          output: 'cache',
          ...request,
        });
        assert.equal(report.failure?.code, code);
        await workspace.remove();
      });
    }

    it('asks for a login where a registry wants one, and is content with it', async () => {
      const closed = await startRegistry({ auth: { user: 'me', password: 'right' } });
      const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\n` });
      const request = { platforms: both, tags: [`${closed.host}/closed/app:1`], output: 'push' } as const;
      const configuration = path.join(engine.env.DOCKER_CONFIG ?? '', 'config.json');
      const login = (password: string) =>
        writeFile(
          configuration,
          JSON.stringify({ auths: { [closed.host]: { auth: Buffer.from(`me:${password}`).toString('base64') } } }),
        );
      const none = await workspace.build(composeServices(), request);
      assert.equal(none.failure?.code, 'registryLoginRequired');
      assert.deepEqual(
        none.failure.remedies.find(({ id }) => id === 'runInTerminal'),
        {
          id: 'runInTerminal',
          purpose: 'login',
          command: ['docker', 'login', closed.host],
        },
      );
      await login('wrong');
      const wrong = await workspace.build(composeServices(), request);
      assert.match(wrong.failure?.code ?? '', /^registry(LoginRequired|AccessDenied)$/);
      await login('right');
      const right = await workspace.build(composeServices(), request);
      assert.equal(right.failure, undefined);
      assert.equal(right.verified, true);
      await writeFile(configuration, '{}');
      await closed.stop();
      await workspace.remove();
    });

    it('says that a registry is out of reach', async () => {
      const gone = await startRegistry();
      await gone.stop();
      const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\n` });
      const report = await workspace.build(composeServices(), {
        platforms: ['linux/amd64'],
        tags: [`${gone.host}/a/b:1`],
        output: 'push',
      });
      assert.equal(report.failure?.code, 'registryUnreachable');
      await workspace.remove();
    });

    it('notices a registry that dies during the push', async () => {
      const dying = await startRegistry();
      const workspace = await workspaceWith({
        Dockerfile: `FROM ${base}\nRUN head -c 300000000 /dev/urandom > /big\n`,
      });
      const report = await workspace.build(
        composeServices(),
        { platforms: ['linux/amd64'], tags: [`${dying.host}/a/b:1`], output: 'push' },
        once(
          (update) => update.statuses.some(({ id }) => id.startsWith('pushing layers')),
          () => process.kill(dying.pid, 'SIGKILL'),
        ),
      );
      assert.equal(report.ok, false);
      assert.equal(report.failure?.code, 'registryUnreachable');
      await dying.stop();
      await workspace.remove();
    });

    it('notices an engine that dies during the build', async () => {
      const mortal = await findOrBringEngine({ own: true });
      const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\nRUN echo started; sleep 600\n` });
      const back = useEnvironment(mortal.env);
      const report = await workspace.build(
        composeServices(),
        { platforms: ['linux/amd64'], output: 'cache' },
        once(
          (update) => update.logs.length > 0,
          () => process.kill(mortal.pid ?? 0, 'SIGKILL'),
        ),
      );
      back();
      assert.equal(report.failure?.code, 'engineLost');
      await mortal.stop();
      await workspace.remove();
    });
  });

  it('offers a builder of its own where the classic image store refuses two platforms', async () => {
    const classic = await findOrBringEngine({ store: 'classic', own: true });
    const undo = useEnvironment(classic.env);
    const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\n` });
    const push = await workspace.build(composeServices(), {
      platforms: both,
      tags: [`${registry.host}/classic:1`],
      output: 'push',
    });
    assert.equal(push.failure?.code, 'multiPlatformUnsupported');
    assert.ok(push.failure.remedies.some(({ id }) => id === 'createBuilder'));
    const one = await workspace.build(composeServices(), {
      platforms: ['linux/amd64'],
      tags: ['one:1'],
      output: 'load',
    });
    assert.deepEqual(
      [one.failure, one.verified, one.platforms.map(({ platform }) => platform)],
      [undefined, true, ['linux/amd64']],
    );
    const pushed = await workspace.build(composeServices(), {
      platforms: ['linux/amd64'],
      tags: [`${registry.host}/classic:2`],
      output: 'push',
    });
    assert.deepEqual(
      [pushed.failure, pushed.verified, pushed.platforms.map(({ platform }) => platform)],
      [undefined, true, ['linux/amd64']],
    );
    undo();
    await classic.stop();
    await workspace.remove();
  });

  describe('without Docker, or with half of it', () => {
    it('knows that Docker is not installed', async () => {
      const workspace = await workspaceWith({ Dockerfile: 'FROM scratch\n' });
      const report = await workspace.build(composeServices({ dockerPath: 'docker-that-is-not-there' }), {
        output: 'cache',
      });
      assert.equal(report.failure?.code, 'dockerNotFound');
      await workspace.remove();
    });

    it('knows that the engine does not run', async () => {
      const engine = await findOrBringEngine({ own: true });
      ends.add(engine.stop);
      const undo = useEnvironment({ ...engine.env, DOCKER_HOST: 'unix:///nowhere/docker.sock' });
      const workspace = await workspaceWith({ Dockerfile: 'FROM scratch\n' });
      const report = await workspace.build(composeServices(), { output: 'cache' });
      assert.equal(report.failure?.code, 'engineNotRunning');
      undo();
      await engine.stop();
      await workspace.remove();
    });

    it('knows that buildx is missing', async () => {
      const engine = await findOrBringEngine({ own: true });
      ends.add(engine.stop);
      const workspace = await workspaceWith({ Dockerfile: 'FROM scratch\n' });
      const bin = path.join(workspace.folder, 'bin');
      await mkdir(bin);
      // the engine's own CLI finds plugins beside it; this one is configured not to
      await writeFile(
        path.join(bin, 'docker'),
        '#!/bin/sh\n[ "$1" = buildx ] && { echo "docker: unknown command: docker buildx" >&2; exit 1; }\nexec docker "$@"\n',
      );
      await chmod(path.join(bin, 'docker'), 0o755);
      const undo = useEnvironment(engine.env);
      const report = await workspace.build(composeServices({ dockerPath: path.join(bin, 'docker') }), {
        output: 'cache',
      });
      assert.equal(report.failure?.code, 'buildxMissing');
      undo();
      await engine.stop();
      await workspace.remove();
    });
  });
});

type Update = Extract<Parameters<BuildListener['event']>[0], { kind: 'update' }>['update'];

/** A listener that runs an action when this first appears in the progress. */
function once(when: (update: Update) => boolean, act: () => void): Partial<BuildListener> {
  let done = false;
  return {
    event: (event) => {
      if (!done && event.kind === 'update' && when(event.update)) {
        done = true;
        act();
      }
    },
  };
}
