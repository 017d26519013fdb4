import assert from 'node:assert/strict';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { leaseEmulation } from '../bed/engine/emulation.ts';
import { findOrBringEngine } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];

describe('other versions of Docker and buildx', function () {
  // the newest buildx is compiled once, which takes minutes
  this.timeout(900_000);
  let registry: Registry;
  const ends = new Ends();
  before(async function () {
    await bringOrSkip(this, async () => {
      registry = await startRegistry();
      ends.add(registry.stop);
      const emulation = await leaseEmulation();
      ends.add(emulation.release);
      await emulation.set('on');
    });
  });
  after(() => ends.run());

  for (const [name, bring] of [
    ['the oldest that is looked after (Debian trixie)', () => findOrBringEngine({ suite: 'trixie', own: true })],
    ['the newest buildx, from its Go module', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
  ] as const) {
    it(`build, push, verify and fail alike with ${name}`, async function () {
      const engine = await bringOrSkip(this, bring);
      const undo = useEnvironment(engine.env);
      const base = await pushBaseImage(registry);
      const workspace = await workspaceWith({
        Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n`,
        'fails/Dockerfile': `FROM ${base}\n\nRUN echo no; exit 4\n`,
      });
      const tag = `${registry.host}/versions/${engine.buildxVersion.replace(/[^\w.]/g, '-')}:1`;
      const report = await workspace.build(composeServices(), { platforms: both, tags: [tag], output: 'push' });
      assert.equal(report.failure, undefined);
      assert.deepEqual([report.verified, report.missing], [true, []]);
      assert.deepEqual(
        report.platforms.map(({ platform, how }) => `${platform} ${how}`),
        ['linux/amd64 native', 'linux/arm64 emulated'],
      );
      const failed = await workspace.build(composeServices(), {
        context: 'fails',
        platforms: ['linux/amd64'],
        output: 'cache',
      });
      assert.equal(failed.failure?.code, 'stepFailed');
      assert.equal(failed.failure.location?.line, 3);
      undo();
      await engine.stop();
      await workspace.remove();
    });
  }
});
