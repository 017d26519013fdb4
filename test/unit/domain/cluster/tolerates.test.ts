import assert from 'node:assert/strict';
import type { Taint, Toleration } from '../../../../src/domain/cluster.ts';
import { formatTaint, tolerates } from '../../../../src/domain/cluster/tolerates.ts';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

// the cases of ToleratesTaint's own test (k8s.io/api core/v1 toleration_test.go), and those of its documentation
const cases: readonly (readonly [Toleration, Taint, boolean])[] = [
  [{ key: 'dedicated', operator: 'Exists', effect: 'NoSchedule' }, taint, true],
  [{ key: 'dedicated', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }, taint, true],
  [{ key: 'dedicated', value: 'gpu' }, taint, true],
  [{ key: 'dedicated', operator: '', value: 'gpu' }, taint, true],
  [{ key: 'dedicated', operator: 'Equal', value: 'db' }, taint, false],
  [{ key: 'dedicated' }, taint, false],
  [{ key: 'dedicated' }, { key: 'dedicated', effect: 'NoSchedule' }, true],
  [{ key: 'dedicated', operator: 'Exists', effect: 'NoExecute' }, taint, false],
  [{ key: 'other', operator: 'Exists' }, taint, false],
  [{ operator: 'Exists' }, taint, true],
  [{ operator: 'Exists', effect: 'NoExecute' }, taint, false],
  [{}, taint, false],
  [{ key: 'dedicated', operator: 'Gt', value: 'gpu' }, taint, false],
];

describe('tolerates', () => {
  for (const [toleration, against, expected] of cases) {
    it(`${JSON.stringify(toleration)} ${expected ? 'covers' : 'does not cover'} ${formatTaint(against)}`, () => {
      assert.equal(tolerates(toleration, against), expected);
    });
  }
});
