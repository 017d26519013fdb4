import fc from 'fast-check';
import type { Reader } from './reader.ts';

/** In characters; a non-linear reader shows it long before. */
const longest = 100_000;

/**
 * Inputs for a reader: its words in any order, one of them repeated (alone, or between others), and valid inputs with parts cut out,
 * doubled, and inserted.
 */
export function inputsFor({ seeds, words }: Reader): fc.Arbitrary<string> {
  const word = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...words) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
    { weight: 1, arbitrary: fc.constantFrom(' ', '\n', '\0', '\ud800', '0', 'a') },
  );
  const phrase = fc.array(word, { maxLength: 40 }).map((parts) => parts.join(''));
  const unit = fc.array(word, { minLength: 1, maxLength: 3 }).map((parts) => parts.join(''));
  const repeated = fc
    .tuple(fc.string({ maxLength: 4 }), phrase, unit, fc.constantFrom(50, 1000, 20_000), phrase)
    .map(([start, before, again, times, after]) => start + before + again.repeat(times) + after);
  const pieces = fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(3), fc.oneof(word, phrase));
  const mutated = fc
    .tuple(fc.constantFrom(...seeds), fc.array(pieces, { minLength: 1, maxLength: 6 }))
    .map(([seed, changes]) => changes.reduce(changed, seed));
  return fc.oneof(phrase, repeated, mutated).map((text) => text.slice(0, longest));
}

/** @param at position in thousandths of the text, like the length of the part */
function changed(text: string, [at, length, how, put]: readonly [number, number, number, string]): string {
  const from = Math.floor((at * text.length) / 1001);
  const to = from + Math.floor((length / 1000) ** 2 * (text.length - from));
  const piece = text.slice(from, to);
  const between = [put, piece + piece, piece + put + piece, ''][how] ?? '';
  return text.slice(0, from) + between + text.slice(to);
}
