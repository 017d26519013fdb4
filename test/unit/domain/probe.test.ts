import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { probedPlatforms, probeProgram } from '../../../src/domain/probe.ts';
import { bedPath } from '../../bed/paths.ts';
import { skipBecause } from '../../support/skip.ts';

/** QEMU's name of the architecture, and what it is told about the processor. */
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

describe('probeProgram', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'probe-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  function run(platform: string, [name = '', ...options]: readonly string[] = emulators[platform] ?? []) {
    const file = path.join(folder, platform.replaceAll('/', '-'));
    writeFileSync(file, probeProgram(platform) ?? '');
    chmodSync(file, 0o755);
    const places = [bedPath('packages', 'tools', 'root', 'usr/bin'), '/usr/bin'];
    const runs = places.map((place) => spawnSync(path.join(place, `qemu-${name}-static`), [...options, file]));
    return runs.find(({ error }) => error === undefined);
  }

  for (const platform of probedPlatforms) {
    it(`ends with 0 on ${platform}`, function () {
      const { status, signal } =
        run(platform) ?? skipBecause(this, 'QEMU is not here (npm test brings it with its engine)');
      assert.deepEqual([status, signal], [0, null]);
    });
  }

  it('tells the generations of Arm apart', function () {
    const older = run('linux/arm/v7', ['arm', '-cpu', 'arm1136']) ?? skipBecause(this, 'QEMU is not here');
    assert.equal(older.signal, 'SIGILL');
  });

  it('knows a platform by all of its names, and no other', () => {
    assert.deepEqual(probeProgram('linux/aarch64'), probeProgram('linux/arm64/v8'));
    for (const none of ['windows/amd64', 'linux/constructor', '', 'linux/arm/v5']) {
      assert.equal(probeProgram(none), undefined);
    }
  });
});
