import fc from 'fast-check';
import type { Isolated } from './isolated.ts';
import type { Reader } from './reader.ts';

/** Time that grows faster than the input. */
export interface Growth {
  readonly reader: string;
  readonly unit: string;
  /** Milliseconds of CPU time by the number of characters. */
  readonly measured: readonly (readonly [length: number, cpu: number])[];
}

const lengths = [50_000, 100_000, 200_000, 400_000];
/** In milliseconds; a smaller value is not conclusive. */
const worthMeasuring = 200;
/** Per doubling: linear time doubles, with a margin for the engine. */
const mostGrowth = 3;

/**
 * Repeats significant texts, and measures whether doubling an input more than triples the time at the end. Stops early if everything is
 * fast.
 */
export async function growthOf(
  reader: Reader,
  isolated: Isolated,
  { seed, units }: { readonly seed: number; readonly units: number },
): Promise<readonly Growth[]> {
  const word = fc.constantFrom(...reader.words, ' ', '\n', 'a', '0');
  const sampled = fc.sample(fc.array(word, { minLength: 1, maxLength: 3 }), { seed, numRuns: units });
  const all = [...reader.words.map((each) => [each]), ...sampled].map((parts) => parts.join(''));
  const found: Growth[] = [];
  for (const unit of new Set(all)) {
    const growth = await measured(reader, isolated, unit);
    if (growth) {
      found.push(growth);
    }
  }
  return found;
}

async function measured(reader: Reader, isolated: Isolated, unit: string): Promise<Growth | undefined> {
  const longest = lengths.at(-1) ?? 0;
  const of = async (length: number) => {
    const answer = await isolated.run({ reader: reader.name, text: repeated(unit, length) });
    return typeof answer === 'string' ? Infinity : answer.cpu;
  };
  if ((await of(longest)) < worthMeasuring) {
    return undefined;
  }
  const work: (readonly [number, number])[] = [];
  for (const length of lengths) {
    work.push([length, Math.min(await of(length), await of(length))]);
  }
  // over two doublings, because a single one depends too much on the garbage collector
  const [, end = 0] = work.at(-1) ?? [];
  const [, quarter = 0] = work.at(-3) ?? [];
  return end >= worthMeasuring && end > mostGrowth ** 2 * quarter
    ? { reader: reader.name, unit, measured: work }
    : undefined;
}

function repeated(unit: string, length: number): string {
  return unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}
