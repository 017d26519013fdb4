import assert from 'node:assert/strict';
import { describeFinding, fuzzReader } from '../fuzz/fuzz.ts';
import { createIsolated } from '../fuzz/isolated.ts';
import { readers } from '../fuzz/readers.ts';

/** Milliseconds: no reader needs a hundredth of it, and nothing fails for a busy machine. */
const hangs = 60_000;
/** The same inputs every time; `npm run fuzz` tries others. */
const seed = 20_261_128;
const runs = 60;

describe('readers of outside text', function () {
  this.timeout(5 * hangs);
  const isolated = createIsolated(hangs);
  after(() => isolated.dispose());

  for (const reader of readers) {
    it(`${reader.name}: no input hangs it, overflows it or surprises it`, async () => {
      const finding = await fuzzReader(reader, isolated, { seed, runs });
      assert.equal(finding && describeFinding(finding), undefined);
    });
  }
});
