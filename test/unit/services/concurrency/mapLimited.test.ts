import assert from 'node:assert/strict';
import { mapLimited, mapLimitedToEnd } from '../../../../src/services/concurrency/mapLimited.ts';

/** Work that the test ends. */
function gates(count: number) {
  const all = Array.from({ length: count }, () => {
    let resolve!: (text: string) => void;
    let reject!: (error: Error) => void;
    const promise = new Promise<string>((yes, no) => {
      [resolve, reject] = [yes, no];
    });
    return { promise, resolve, reject };
  });
  const begun: number[] = [];
  const work = (item: number) => {
    begun.push(item);
    return all[item]!.promise;
  };
  return { all, begun, work };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('mapLimited', () => {
  it('has so many under way, and answers in the order of the items', async () => {
    const { all, begun, work } = gates(4);
    const done = mapLimited([0, 1, 2, 3], 2, work);
    await turn();
    assert.deepEqual(begun, [0, 1]);
    all[1]!.resolve('b');
    await turn();
    assert.deepEqual(begun, [0, 1, 2]);
    for (const [item, text] of [
      [0, 'a'],
      [2, 'c'],
      [3, 'd'],
    ] as const) {
      all[item]!.resolve(text);
    }
    assert.deepEqual(await done, ['a', 'b', 'c', 'd']);
  });

  it('rejects with the first failure at once, and begins nothing after it', async () => {
    const { all, begun, work } = gates(4);
    const done = mapLimited([0, 1, 2, 3], 2, work);
    await turn();
    all[0]!.reject(new Error('first'));
    await assert.rejects(done, { message: 'first' });
    all[1]!.resolve('b');
    await turn();
    assert.deepEqual(begun, [0, 1]);
  });
});

describe('mapLimitedToEnd', () => {
  it('rejects only when what had begun has come to its end', async () => {
    const { all, work } = gates(3);
    let isOver = false;
    const done = mapLimitedToEnd([0, 1, 2], 2, async (item) => {
      await work(item);
    }).finally(() => {
      isOver = true;
    });
    done.catch(() => undefined);
    await turn();
    all[0]!.reject(new Error('first'));
    await turn();
    assert.equal(isOver, false);
    all[1]!.resolve('b');
    await assert.rejects(done, { message: 'first' });
  });
});
