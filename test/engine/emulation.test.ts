import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { leaseEmulation, type Emulation } from '../bed/engine/emulation.ts';
import { binfmtImage } from '../bed/engine/binfmtImage.ts';
import { binfmtImage as pinned } from '../../src/tools/docker/binfmt.ts';
import { findOrBringEngine } from '../bed/engine/engine.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment } from './support.ts';

const [own, other, qemu] =
  process.arch === 'arm64' ? ['linux/arm64', 'linux/amd64', 'x86_64'] : ['linux/amd64', 'linux/arm64', 'aarch64'];

describe('emulators of a real engine', function () {
  this.timeout(600_000);
  let emulation: Emulation;
  let installer = pinned;
  const ends = new Ends();

  before(async function () {
    await bringOrSkip(this, async () => {
      emulation = await leaseEmulation();
      ends.add(emulation.release);
      const engine = await findOrBringEngine({ own: true });
      ends.add(engine.stop);
      ends.add(useEnvironment(engine.env));
      installer = await binfmtImage(engine);
    });
  });
  after(() => ends.run());

  it('are missing, get installed by the command that is shown, and then run programs', async () => {
    const {
      emulation: service,
      builders,
      history,
      commands,
    } = composeServices({
      instead: new Map([[pinned, installer]]),
    });
    await emulation.set('off');
    assert.deepEqual(await service.check('default', [own, other, 'linux/no-such-thing']), [
      { platform: own, runs: true },
      { platform: other, runs: false },
    ]);
    const builder = await builders.inUse(undefined);
    const [install, ...more] = service.installs(builder, [other]);
    assert.deepEqual(more, []);
    await service.install(builder, [other]);
    assert.ok(
      commands.some(([, ...args]) => args.join(' ') === install?.command.slice(1).join(' ').replace(pinned, installer)),
      'the command that is shown is the one that runs',
    );
    const entry = await readFile(`/proc/sys/fs/binfmt_misc/qemu-${qemu}`, 'utf8');
    assert.match(entry, new RegExp(`^enabled\ninterpreter /usr/bin/qemu-${qemu}\nflags: \\w*F`));
    assert.deepEqual(await service.check('default', [other]), [{ platform: other, runs: true }]);
    // no check remains in the history
    assert.deepEqual(await history.list('default'), []);
  });

  it('are not called missing when the check itself fails', async () => {
    await assert.rejects(composeServices().emulation.check('no-such-builder', [other]));
  });
});
