import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { probedPlatforms, probeProgram } from '../../src/domain/builder/probe.ts';
import { unpackTools } from '../bed/engine/packages.ts';
import { bringOrSkip } from '../support/skip.ts';

/** QEMU's name of the architecture, and its processor option. */
const emulators: Readonly<Record<string, readonly string[]>> = {
  'linux/amd64': ['x86_64'],
  'linux/386': ['i386'],
  'linux/arm64': ['aarch64'],
  'linux/arm/v7': ['arm'],
  'linux/arm/v6': ['arm', '-cpu', 'arm1136'],
  'linux/ppc64le': ['ppc64le'],
  'linux/s390x': ['s390x'],
  'linux/riscv64': ['riscv64'],
  'linux/mips64le': ['mips64el'],
  'linux/loong64': ['loongarch64'],
};

describe('the programs that probe a platform', function () {
  let folder = '';
  let tools = '';
  before(async function () {
    this.timeout(600_000);
    tools = await bringOrSkip(this, unpackTools);
    folder = await mkdtemp(path.join(tmpdir(), 'probe-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function run(platform: string, [name = '', ...options]: readonly string[] = emulators[platform] ?? []) {
    const file = path.join(folder, platform.replaceAll('/', '-'));
    await writeFile(file, probeProgram(platform) ?? '');
    await chmod(file, 0o755);
    const { status, signal, error } = spawnSync(path.join(tools, 'usr/bin', `qemu-${name}-static`), [...options, file]);
    assert.ifError(error);
    return { status, signal };
  }

  for (const platform of probedPlatforms) {
    it(`end with 0 on ${platform}`, async () => {
      assert.deepEqual(await run(platform), { status: 0, signal: null });
    });
  }

  it('tell the generations of Arm apart', async () => {
    assert.equal((await run('linux/arm/v7', ['arm', '-cpu', 'arm1136'])).signal, 'SIGILL');
  });
});
