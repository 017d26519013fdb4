import assert from 'node:assert/strict';
import { createLruCache } from '../../../../src/services/concurrency/lruCache.ts';

describe('createLruCache', () => {
  it('forgets what was not used for longest', () => {
    const cache = createLruCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    assert.equal(cache.get('a'), 1);
    cache.set('c', 3);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => cache.get(key)),
      [1, undefined, 3],
    );
  });

  it('replaces a value without forgetting another', () => {
    const cache = createLruCache<number>(2);
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('a', 3);
    assert.deepEqual(
      ['a', 'b'].map((key) => cache.get(key)),
      [3, 2],
    );
  });
});
