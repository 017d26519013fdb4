import assert from 'node:assert/strict';
import { compareResult } from '../../../../src/domain/build/report.ts';

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

  it('keeps a platform that nobody followed', () => {
    assert.deepEqual(compareResult([], [{ platforms: [{ platform: 'linux/386' }] }], made).platforms[0], {
      platform: 'linux/386',
      how: 'unknown',
      ms: 0,
      emulatedMs: 0,
    });
  });
});
