import assert from 'node:assert/strict';
import { compareResult, mislabelledIn } from '../../../../src/domain/build/report.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';

const made = [
  { platform: 'linux/amd64', how: 'native', ms: 10, emulatedMs: 0 },
  { platform: 'linux/arm64', how: 'emulated', ms: 20, emulatedMs: 15 },
] as const;

describe('compareResult', () => {
  it('names what was asked for and is not there', () => {
    const { platforms, missing } = compareResult(
      ['linux/amd64', 'linux/arm64'],
      [{ platforms: [{ platform: 'linux/amd64', digest: 'd', size: 1 }] }],
      made,
    );
    assert.deepEqual(missing, ['linux/arm64']);
    assert.deepEqual(platforms, [
      { platform: 'linux/amd64', digest: 'd', size: 1, how: 'native', ms: 10, emulatedMs: 0 },
    ]);
  });

  it('says which image lacks a platform where a build made several', () => {
    const { platforms, missing } = compareResult(
      ['linux/arm64'],
      [
        { reference: 'a:1', platforms: [{ platform: 'linux/arm64' }] },
        { reference: 'b:1', platforms: [] },
      ],
      made,
    );
    assert.deepEqual(missing, ['linux/arm64 (b:1)']);
    assert.equal(platforms[0]?.image, 'a:1');
  });

  it('keeps a platform without progress', () => {
    assert.deepEqual(compareResult([], [{ platforms: [{ platform: 'linux/386' }] }], made).platforms[0], {
      platform: 'linux/386',
      how: 'unknown',
      ms: 0,
      emulatedMs: 0,
    });
  });
});

describe('a platform whose image starts a program of another one', () => {
  const program = { program: '/app', format: 'elf', architecture: 'amd64' } as const;
  const row = (platform: string, inside?: Inside) => ({
    platform,
    how: 'native' as const,
    ms: 1,
    emulatedMs: 0,
    ...(inside && { inside }),
  });

  it('is reported with the program, and with the image if there are several', () => {
    const inside: Inside = { state: 'found', programs: [program] };
    assert.deepEqual(mislabelledIn([row('linux/amd64', inside), { ...row('linux/arm64', inside), image: 'a:1' }]), [
      { platform: 'linux/arm64', image: 'a:1', ...program },
    ]);
  });

  it('is none if it was not checked, nothing is known, or the processor may run it', () => {
    const related: Inside = { state: 'found', programs: [{ ...program, architecture: '386' }] };
    assert.deepEqual(
      mislabelledIn([
        row('linux/arm64'),
        row('linux/arm64', { state: 'noStart' }),
        row('linux/arm64', { state: 'notFound', program: '/app' }),
        row('linux/amd64', related),
      ]),
      [],
    );
  });

  it('is found by what was read back of it', () => {
    const inside: Inside = { state: 'noStart' };
    const { platforms } = compareResult([], [{ platforms: [{ platform: 'linux/386', inside }] }], made);
    assert.deepEqual(platforms[0]?.inside, inside);
  });
});
