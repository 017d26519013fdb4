import assert from 'node:assert/strict';
import type { ProgramFormat } from '../../../../src/domain/inside/fileKind.ts';
import { isLasting, judgeInside, type Inside } from '../../../../src/domain/inside/inside.ts';

const found = (...programs: readonly (readonly [ProgramFormat, string?])[]): Inside => {
  const [first, ...others] = programs.map(([format, architecture], index) => ({
    program: `/${index}`,
    format,
    ...(architecture !== undefined && { architecture }),
  }));
  return { state: 'found', programs: [first!, ...others] };
};
const verdict = (inside: Inside, platform: string) => judgeInside(inside, platform).verdict;

describe('what an image starts, against its platform', () => {
  it('fits, could run, or does not', () => {
    for (const [platform, inside, wanted] of [
      ['linux/amd64', found(['elf', 'amd64']), 'fits'],
      ['linux/arm/v6', found(['elf', 'arm']), 'fits'],
      ['linux/arm64', found(['elf', 'amd64']), 'wrong'],
      ['linux/ppc64le', found(['elf', 'ppc64']), 'wrong'],
      ['linux/amd64', found(['elf', '386']), 'related'],
      ['linux/arm64', found(['elf', 'arm']), 'related'],
      ['linux/arm/v7', found(['elf', 'arm64']), 'wrong'],
      ['linux/amd64', found(['elf']), 'unknown'],
      ['linux/arm64', found(['macho', 'arm64']), 'wrong'],
      ['darwin/arm64', found(['macho', 'arm64']), 'fits'],
      ['linux/amd64', found(['pe', 'amd64']), 'wrong'],
      ['windows/amd64', found(['pe', 'amd64']), 'fits'],
      ['windows/amd64', found(['elf', 'amd64']), 'wrong'],
      ['wasi/wasm', found(['wasm', 'wasm']), 'fits'],
      ['linux/amd64', found(['wasm', 'wasm']), 'unknown'],
    ] as const) {
      assert.equal(verdict(inside, platform), wanted, `${JSON.stringify(inside)} in ${platform}`);
    }
  });

  it('is no match for platforms that are named like what every object has', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      assert.equal(verdict(found(['elf', 'amd64']), `linux/${name}`), 'wrong', name);
    }
  });

  it('is decided by the program that matches least', () => {
    const judged = judgeInside(found(['elf', 'amd64'], ['elf', '386'], ['elf', 'arm64']), 'linux/amd64');
    assert.deepEqual(judged, { verdict: 'wrong', program: { program: '/2', format: 'elf', architecture: 'arm64' } });
    assert.equal(verdict(found(['elf', 'amd64'], ['elf']), 'linux/amd64'), 'unknown');
  });

  it('is broken where no processor would start it, and unknown where nothing was found', () => {
    for (const state of ['notFound', 'noFirstLine', 'windowsLines', 'notExecutable'] as const) {
      assert.equal(verdict({ state, program: '/a' }, 'linux/amd64'), 'broken');
    }
    const unknown: readonly Inside[] = [
      { state: 'noStart' },
      { state: 'tooLarge' },
      { state: 'unknown', program: '/a' },
    ];
    assert.ok(unknown.every((inside) => verdict(inside, 'linux/amd64') === 'unknown'));
    assert.deepEqual(unknown.map(isLasting), [true, false, false]);
  });
});
