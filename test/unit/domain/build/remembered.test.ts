import assert from 'node:assert/strict';
import { readRemembered } from '../../../../src/domain/build/remembered.ts';

describe('what is remembered of a folder', () => {
  it('is read as it was kept', () => {
    const kept = {
      lastRequest: { tags: ['app:1'], platforms: ['linux/arm64'] },
      leftOut: { buildArgs: ['TOKEN'], properties: [] },
      images: ['app:1'],
      platforms: ['linux/arm64'],
    };
    assert.deepEqual(readRemembered(structuredClone(kept)), kept);
  });

  it('is nothing where nothing was kept, or something else', () => {
    for (const value of [undefined, null, 7, 'text', []]) {
      assert.deepEqual(readRemembered(value), {});
    }
  });

  it('keeps the parts that another version kept in this form', () => {
    const value = {
      lastRequest: { tags: 'app:1' },
      leftOut: { buildArgs: 'TOKEN' },
      images: [7],
      platforms: ['linux/arm64'],
    };
    assert.deepEqual(readRemembered(value), { platforms: ['linux/arm64'] });
  });
});
