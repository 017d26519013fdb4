import assert from 'node:assert/strict';
import { parseSize } from '../../../../src/domain/builder/diskUsage.ts';

describe('sizes as Go programs write them', () => {
  for (const [text, bytes] of [
    ['0B', 0],
    ['999B', 999],
    ['4.096kB', 4096],
    ['3.006MB', 3_006_000],
    ['1.5GiB', 1_610_612_736],
    ['488.3MiB', 512_019_661],
    ['2TB', 2_000_000_000_000],
  ] as const) {
    it(text, () => {
      assert.equal(parseSize(text), bytes);
    });
  }

  it('takes nothing else for a size', () => {
    assert.deepEqual(
      ['', 'B', '-1B', '12', '1.2.3GB', 'true', '1XB', '3 days ago'].map((text) => parseSize(text)),
      Array.from({ length: 8 }, () => undefined),
    );
  });
});
