import fc from 'fast-check';
import assert from 'node:assert/strict';
import { LineQueue, type Batch } from '../../../../src/vscode/build/terminal/queue.ts';

const asIs = (line: string) => line;
const numbered = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `line ${from + i}`);

/** The output for lines that are all known. */
function expected(lines: readonly string[]): Batch {
  const enough = (some: readonly string[]) => {
    let characters = 0;
    const end = some.findIndex((line, i) => i >= 1000 || (characters += line.length) > 100_000);
    return end < 0 ? some : some.slice(0, end);
  };
  const head = enough(lines);
  const tail = enough(lines.slice(head.length).reverse()).toReversed();
  return { head, leftOut: lines.length - head.length - tail.length, tail };
}

describe('lines that wait for the terminal', () => {
  it('are printed unchanged while they are few, and start again then', () => {
    const queue = new LineQueue();
    queue.push('one\n\ntwo', (line) => `> ${line}`);
    queue.push('', asIs);
    assert.deepEqual(queue.take(), { head: ['> one', '> ', '> two', ''], leftOut: 0, tail: [] });
    assert.deepEqual(queue.take(), { head: [], leftOut: 0, tail: [] });
  });

  it('lose the middle where they are many, which is not even made', () => {
    const queue = new LineQueue();
    let made = 0;
    const print = (line: string) => {
      made++;
      return `> ${line}`;
    };
    for (let from = 0; from < 100_000; from += 10) {
      queue.push(numbered(from, from + 10).join('\n'), print);
    }
    const { head, leftOut, tail } = queue.take();
    const printed = (lines: readonly string[]) => lines.map((line) => `> ${line}`);
    assert.deepEqual([head, tail], [printed(numbered(0, 1000)), printed(numbered(99_000, 100_000))]);
    assert.equal(leftOut, 98_000);
    assert.ok(made < 2100, String(made));
  });

  it('are the first and the last ones, however they come', () => {
    const line = fc.constantFrom('', 'short', 'x'.repeat(400), 'y'.repeat(60_000));
    const block = fc.tuple(fc.array(line, { minLength: 1, maxLength: 3 }), fc.constantFrom(1, 4, 400));
    fc.assert(
      fc.property(fc.array(block, { maxLength: 8 }), (blocks) => {
        const queue = new LineQueue();
        const all = blocks.map(([lines, times]) =>
          Array.from({ length: times }, () => lines)
            .flat()
            .filter(({ length }, i) => length < 60_000 || i < 4),
        );
        for (const lines of all) {
          queue.push(lines.join('\n'), asIs);
        }
        assert.deepEqual(queue.take(), expected(all.flat()));
      }),
    );
  });
});
