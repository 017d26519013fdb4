import assert from 'node:assert/strict';
import type { Taint, Toleration } from '../../../../src/domain/cluster/cluster.ts';
import { formatTaint, tolerates } from '../../../../src/domain/cluster/tolerates.ts';

const taint: Taint = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };

// the cases of ToleratesTaint's own test (k8s.io/api core/v1 toleration_test.go), and of the documentation
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
  // the API server rejects such a pod
  [{}, { key: 'dedicated', effect: 'NoSchedule' }, false],
  // comparison is alpha in 1.35 and 1.36: off unless the cluster's administrator enables it
  [{ key: 'sla', operator: 'Gt', value: '750' }, { key: 'sla', value: '950', effect: 'NoSchedule' }, false],
];

describe('tolerates', () => {
  for (const [toleration, against, expected] of cases) {
    it(`${JSON.stringify(toleration)} ${expected ? 'covers' : 'does not cover'} ${formatTaint(against)}`, () => {
      assert.equal(tolerates(toleration, against), expected);
    });
  }
});
