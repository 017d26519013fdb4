import assert from 'node:assert/strict';
import { refusalOf } from '../../../../src/domain/workload/accepts.ts';
import { anywhere, readPlacement, type Placement } from '../../../../src/domain/workload/placement.ts';
import { scheduling } from '../../../support/scheduling.ts';

const { nodes, cases } = scheduling;

const accepted = (placement: Placement) =>
  nodes.flatMap((node) => (refusalOf(placement, node) ? [] : [node.name])).sort();

/** Decided by resources, by other pods, or by kubelet's own checks: the scheduler takes a part of what is accepted. */
const further = ['too-big', 'spread-zone', 'spread-arch', 'spread-arch-honor-taints', 'spread-zone-selector-amd64'];
const neverScheduled = ['gated', 'gated-arm64', 'other-scheduler', 'node-name-nobody'];

describe('the nodes that accept a pod, as the real kube-scheduler decided', () => {
  for (const [id, { what, spec, daemonSet = false, possible, nodes: took }] of Object.entries(cases)) {
    it(`${id}: ${what}`, () => {
      const placement = readPlacement(spec, { daemonSet });
      const real = Object.keys(took)
        .filter((name) => name !== '(none)')
        .sort();
      if (neverScheduled.includes(id)) {
        assert.deepEqual(
          real.filter((name) => name !== 'nobody'),
          [],
        );
        assert.equal(placement.gates.length > 0, id.startsWith('gated'));
        return;
      }
      if (further.includes(id)) {
        assert.deepEqual(
          real.filter((name) => !accepted(placement).includes(name)),
          [],
        );
        return;
      }
      if (id === 'node-name-real-selector-arm64') {
        assert.deepEqual(accepted(placement), []);
        return;
      }
      assert.deepEqual(accepted(placement), [...(possible ?? real)].sort());
    });
  }
});

describe('why a node refuses a pod', () => {
  const node = { name: 'one', labels: { generation: '7', empty: '' }, taints: [], unschedulable: false };
  const required = (key: string, operator: string, values: readonly string[]) => ({
    ...anywhere,
    required: [{ labels: [{ key, operator, values }], fields: [] }],
  });
  const refuses = (placement: Placement) => refusalOf(placement, node)?.reason;

  it('Gt and Lt compare integers only', () => {
    assert.equal(refuses(required('generation', 'Gt', ['6'])), undefined);
    assert.equal(refuses(required('generation', 'Gt', ['7'])), 'selector');
    assert.equal(refuses(required('generation', 'Lt', ['8'])), undefined);
    assert.equal(refuses(required('generation', 'Lt', ['8', '9'])), 'selector');
    assert.equal(refuses(required('generation', 'Lt', ['many'])), 'selector');
    assert.equal(refuses(required('missing', 'Lt', ['8'])), 'selector');
  });

  it('an empty value is a value, and an unknown operator matches nothing', () => {
    assert.equal(refuses(required('empty', 'In', [''])), undefined);
    assert.equal(refuses(required('empty', 'Near', [''])), 'selector');
    assert.equal(refuses({ ...anywhere, required: [] }), 'selector');
    assert.equal(refuses({ ...anywhere, nodeSelector: { constructor: '' } }), 'selector');
  });

  it('names the taint, the cordon or the other node', () => {
    const taint = { key: 'a', effect: 'NoSchedule' };
    assert.deepEqual(refusalOf(anywhere, { ...node, taints: [taint] }), { reason: 'taint', taint });
    assert.deepEqual(refusalOf(anywhere, { ...node, unschedulable: true }), { reason: 'cordoned' });
    assert.deepEqual(refusalOf({ ...anywhere, nodeName: 'two' }, node), { reason: 'otherNode' });
    assert.equal(refusalOf({ ...anywhere, nodeName: 'one' }, { ...node, taints: [taint] }), undefined);
  });

  it('reads hostile specifications as far as they are valid', () => {
    const placement = readPlacement({
      nodeName: 3,
      nodeSelector: { a: true, b: 2, c: [1] },
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [null, 1] } } },
      tolerations: ['x', null],
      schedulingGates: [{ name: 'g' }, 'h'],
    });
    assert.deepEqual(placement.nodeSelector, { a: 'true', b: '2', c: '' });
    assert.deepEqual(placement.required, [
      { labels: [], fields: [] },
      { labels: [], fields: [] },
    ]);
    assert.deepEqual(placement.tolerations, [{}, {}]);
    assert.deepEqual(placement.gates, ['g']);
    assert.equal(refuses(placement), 'selector');
  });
});
