import assert from 'node:assert/strict';
import { usualLimits } from '../../src/domain/inside/budget.ts';
import { hostileImages, type HostileName } from '../support/hostileImages.ts';
import { lookAt } from '../support/lookAt.ts';

/** What is said of each, and how many steps that takes at most. */
const expected: Readonly<Record<HostileName, readonly [state: string, steps: number]>> = {
  'a PATH of thousands of folders that a layer has emptied': ['tooComplex', 0],
  'a PATH of as many folders as are looked in, and hundreds of layers': ['notFound', 1_000_000],
  'a PATH of four megabytes': ['tooComplex', 0],
  'an init that starts inits without end': ['tooComplex', 0],
  'a shell whose command is one word of megabytes': ['tooComplex', 0],
  'a program with a name of megabytes': ['tooComplex', 0],
  'a configuration that is nothing but brackets': ['notFound', 100],
  'thousands of links to the folder that is looked in': ['tooComplex', 1_000_001],
  'links that lead through all layers': ['notFound', 100_000],
  'paths of thousands of folders': ['notFound', 1_000_000],
  'a path of thousands of links, in hundreds of layers': ['tooComplex', 1_000_001],
  'thousands of files in thousands of folders each': ['tooComplex', 1_000_001],
  'hundreds of folders for each of its files': ['tooLarge', 100_000],
  'more whiteouts than any image has': ['tooLarge', 200_000],
  'first lines that no pattern gets through': ['notFound', 3000],
  'names and links of four kilobytes each': ['tooLarge', 20_000],
  'hundreds of thousands of records for all entries': ['notFound', 5000],
  'entries with a megabyte of records each': ['tooComplex', 1_000_001],
  'an extended header of gigabytes': ['unknown', 10],
  'thousands of empty frames of zstd': ['notFound', 101_000],
  'a million frames of zstd that are to be skipped': ['tooComplex', 1_170_000],
  'a window of zstd as large as can be': ['tooLarge', 30],
  'members of gzip that hold nothing': ['notFound', 20],
  'gigabytes of zeros in a few megabytes': ['tooLarge', 20],
  'hundreds of layers of nothing': ['notFound', 10_000],
};

/** Against the usual limits, since what is bounded by a tenth is bounded by all of it. */
const scale = 0.1;
const limits = {
  ...usualLimits,
  layerBytes: usualLimits.layerBytes * scale,
  remembered: usualLimits.remembered * scale,
  characters: usualLimits.characters * scale,
  steps: usualLimits.steps * scale,
};

describe('an image that was made to stop who looks into it', function () {
  this.timeout(120_000);
  for (const [name, [state, steps]] of Object.entries(expected)) {
    it(`attack: ${name}`, async () => {
      const { answer, spent } = await lookAt(hostileImages[name as HostileName](scale), limits);
      assert.equal('inside' in answer && answer.inside.state, state);
      assert.ok(spent.steps <= steps, `${spent.steps} steps`);
    });
  }
});
