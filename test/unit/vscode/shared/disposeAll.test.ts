import assert from 'node:assert/strict';
import { disposables, disposeAll } from '../../../../src/vscode/shared/disposeAll.ts';

describe('disposing of several things', () => {
  it('attack: one that throws keeps the others from being disposed of', () => {
    const gone: number[] = [];
    const each = (n: number) => ({
      dispose: () => {
        gone.push(n);
        if (n % 2 === 0) {
          throw new Error(`${n} fails`);
        }
      },
    });
    assert.throws(
      () => {
        disposeAll([each(1), undefined, each(2), each(3), disposables(each(4), each(5)), each(6), each(7)]);
      },
      { name: 'AggregateError', message: '2 fails; 4 fails; 6 fails' },
    );
    assert.deepEqual(gone, [1, 2, 3, 4, 5, 6, 7]);
  });
});
