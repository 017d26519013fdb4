import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { findOrBringEngine, type EngineRequest } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment } from './support.ts';

const run = promisify(execFile);
/** The machine's own platform first, as the engine uses it. */
const both =
  process.arch === 'arm64' ? (['linux/arm64', 'linux/amd64'] as const) : (['linux/amd64', 'linux/arm64'] as const);

async function composeLocal() {
  const services = composeServices();
  const { local: localImages } = await services.forImages();
  return { ...services, localImages };
}

describe('what engines have in their own stores', function () {
  this.timeout(180_000);
  const ends = new Ends();
  let registry: Registry;
  let base = '';
  before(async function () {
    this.timeout(600_000);
    registry = await bringOrSkip(this, () => startRegistry());
    ends.add(registry.stop);
    base = await pushBaseImage(registry);
  });
  after(() => ends.run());

  const engines: readonly (readonly [
    string,
    EngineRequest & { readonly platforms: readonly string[]; readonly complete: boolean },
  ])[] = [
    ['the containerd store', { suite: 'forky', store: 'containerd', platforms: both, complete: true }],
    ['the classic store', { suite: 'forky', store: 'classic', platforms: [both[0]], complete: true }],
    [
      'the containerd store of an older Docker',
      { suite: 'trixie', store: 'containerd', platforms: [both[0]], complete: false },
    ],
    [
      'the classic store of an older Docker',
      { suite: 'trixie', store: 'classic', platforms: [both[0]], complete: false },
    ],
  ];
  for (const [what, { platforms, complete, ...request }] of engines) {
    it(`are told and compared with the registry: ${what}`, async function () {
      const engine = await bringOrSkip(this, () => findOrBringEngine({ ...request, own: true }));
      const undo = useEnvironment(engine.env);
      const docker = (...args: readonly string[]) => run('docker', args, { env: { ...process.env, ...engine.env } });
      try {
        const { localImages, images, commands } = await composeLocal();
        const pushed = await images.inspect(base);
        const missing = await localImages.read(base, pushed);
        assert.deepEqual([missing.platforms, missing.complete], [[], true]);
        for (const platform of platforms) {
          await docker('pull', '--quiet', '--platform', platform, base);
        }
        const local = await localImages.read(base, pushed);
        assert.deepEqual(
          local.platforms.map(({ platform, isPushed }) => [platform, isPushed]),
          platforms.map((platform) => [platform, true]),
        );
        assert.equal(local.complete, complete);

        const fresh = `${registry.host}/local/own:1`;
        await docker('tag', base, fresh);
        const own = await localImages.read(fresh, undefined);
        assert.deepEqual(
          own.platforms.map(({ platform, isPushed }) => [platform, isPushed]),
          [[both[0], undefined]],
          'nobody has pushed it',
        );

        const container = (await docker('create', base, 'true')).stdout.trim();
        await docker('commit', '--change', 'LABEL changed=yes', container, base);
        const changed = await localImages.read(base, pushed);
        assert.deepEqual(
          changed.platforms.map(({ platform, isPushed }) => [platform, isPushed]),
          [[both[0], false]],
        );
        assert.ok(commands.every((args) => args[1] === 'image' && args[2] === 'inspect'));
      } finally {
        undo();
        await engine.stop();
      }
    });
  }

  it('are not told by an engine that does not run', async () => {
    const undo = useEnvironment({ DOCKER_HOST: 'unix:///nowhere/docker.sock' });
    try {
      const { localImages } = await composeLocal();
      await assert.rejects(localImages.read(base, undefined), { code: 'engineNotRunning' });
    } finally {
      undo();
    }
  });
});
