import assert from 'node:assert/strict';
import { loadOnce } from '../../../../src/services/concurrency/loadOnce.ts';

describe('loadOnce', () => {
  it('loads for all who ask, when the first one does', async () => {
    let loads = 0;
    const load = loadOnce(() => Promise.resolve((loads += 1)));
    assert.equal(loads, 0);
    assert.deepEqual(await Promise.all([load(), load()]), [1, 1]);
    assert.equal(await load(), 1);
  });

  it('loads again what could not be loaded', async () => {
    let loads = 0;
    const load = loadOnce(() => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('gone')) : Promise.resolve('there');
    });
    await assert.rejects(load(), { message: 'gone' });
    assert.equal(await load(), 'there');
  });
});
