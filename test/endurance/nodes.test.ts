import assert from 'node:assert/strict';
import { listNodes } from '../../src/tools/kubectl/nodes.ts';

describe('the nodes of a hostile cluster', () => {
  it('are refused where one of them has no end, or no bottom', () => {
    for (const [begin, more] of [
      ['{"kind":"NodeList","items":[{"a":"', 'x'.repeat(65_536)],
      ['{"kind":"NodeList","items":[{"a":', '['.repeat(65_536)],
      ['{"kind":"NodeList","items":[{"a":', '{"a":'.repeat(13_000)],
      ['{"kind":"NodeList","a":[', '1,'.repeat(32_768)],
    ] as const) {
      const reader = listNodes('kubectl', { context: 'admin' }, 4).reader();
      reader.push(Buffer.from(begin));
      const piece = Buffer.from(more);
      assert.throws(() => {
        for (let pieces = 0; pieces < 200; pieces++) {
          reader.push(piece);
        }
      }, /too (?:long|deep)/);
    }
  });
});
