import assert from 'node:assert/strict';
import fc from 'fast-check';
import { longestObject } from '../../../../../src/tools/kubectl/lists/itemSplitter.ts';
import { readList } from '../../../../../src/tools/kubectl/lists/listReader.ts';

function read(stdout: string, size = Infinity): readonly unknown[] | undefined {
  const reader = readList('NodeList', (item) => [item]);
  const bytes = Buffer.from(stdout);
  for (let start = 0; start < bytes.length; start += size) {
    reader.push(bytes.subarray(start, start + size));
  }
  return reader.items();
}
const listOf = (...items: readonly string[]) => `{"kind":"NodeList","metadata":{"a":[{}]},"items":[${items.join()}]}\n`;

describe('a list of the API', () => {
  it('has the objects that JSON.parse finds, whatever their content and the size of the chunks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ stringUnit: 'grapheme' }))),
        fc.constantFrom(undefined, 1),
        fc.integer({ min: 1, max: 100 }),
        (items, space, size) => {
          const text = JSON.stringify(
            { kind: 'NodeList', metadata: { items: [{}] }, items, more: [[{}]] },
            null,
            space,
          );
          assert.deepEqual(read(text, size), JSON.parse(JSON.stringify(items)));
        },
      ),
    );
  });

  for (const [what, text] of [
    ['without entries', '{"kind":"NodeList","items":[]}'],
    ['with null for its entries, as Go writes it', '{"kind":"NodeList","items":null}'],
    ['without the field', '{"kind":"NodeList"}'],
    ['with entries of other types only', listOf('"node"', '7', '[7]', 'null')],
  ] as const) {
    it(`is empty ${what}`, () => {
      assert.deepEqual(read(text), []);
    });
  }

  for (const [what, text] of [
    ['of another kind', '{"kind":"PodList","items":[{}]}'],
    ['without its end', listOf('{}').slice(0, -2)],
    ['followed by something', `${listOf('{}')}{}`],
    ['whose entries are an object', '{"kind":"NodeList","items":{"a":{}}}'],
    ['without a comma', '{"kind":"NodeList","items":[{}{}]}'],
    ['with unusual white space', '{"kind":"NodeList","items"          :[{"a":1}]}'],
    ['that is empty', ''],
  ] as const) {
    it(`is incomplete or invalid: one ${what}`, () => {
      assert.equal(read(text), undefined);
    });
  }

  for (const [what, text] of [
    ['a message', 'error: You must be logged in'],
    ['an invalid object', listOf('{"a":}')],
    ['brackets that do not match', listOf('{"a":[}')],
    ['attack: nested without end', listOf(`{"a":${'['.repeat(2000)}`)],
    ['attack: an object without end', listOf(`{"a":"${'x'.repeat(longestObject)}`)],
    ['attack: white space without end', `{"kind":"NodeList","items":[{}${' '.repeat(longestObject)}`],
    ['attack: lists without objects', `{"items":${'[],'.repeat(longestObject / 4)}`],
  ] as const) {
    it(`is refused: ${what}`, () => {
      assert.throws(() => read(text, 65_536));
    });
  }
});
