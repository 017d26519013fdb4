import assert from 'node:assert/strict';
import { placementTrouble, tuningGate } from '../../../../../src/domain/workload/trouble/placementTrouble.ts';
import { kubernetesName, readScheduling } from '../../../../../src/domain/workload/trouble/scheduling.ts';
import type { Pod } from '../../../../../src/domain/workload/workload.ts';

const pod = (more: Partial<Pod>): Pod => ({ name: 'a', namespace: 'b', containers: [], leaving: false, ...more });
const affinity = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";

describe('the messages of schedulers', () => {
  it('say that no node matches, in the words of each version', () => {
    for (const words of [
      affinity,
      "0/4 nodes are available: 1 Insufficient memory, 2 node(s) didn't match node selector, 4 Insufficient cpu.",
      "0/3 nodes are available: 3 node(s) didn't match Pod's node affinity.",
    ]) {
      assert.equal(readScheduling(words).affinity, true, words);
    }
    const spread = "0/3 nodes are available: 3 node(s) didn't match pod topology spread constraints.";
    assert.equal(readScheduling(spread).affinity, false);
    assert.equal(readScheduling("3 node(s) didn't match pod affinity/anti-affinity rules").affinity, false);
  });

  it('name a taint of an architecture until 1.35', () => {
    for (const words of [
      '0/2 nodes are available: 2 node(s) had untolerated taint {kubernetes.io/arch: arm64}. preemption: 0/2 nodes are available',
      "0/2 nodes are available: 2 node(s) had taint {kubernetes.io/arch: arm64}, that the pod didn't tolerate.",
      "0/2 nodes are available: 2 node(s) had taint {beta.kubernetes.io/arch: arm64}, that the pod didn't tolerate.",
    ]) {
      assert.equal(readScheduling(words).taintedArchitecture, 'arm64', words);
    }
    for (const words of ['2 node(s) had untolerated taint(s)', '1 node(s) had untolerated taint {dedicated: arm64}']) {
      assert.equal(readScheduling(words).taintedArchitecture, undefined, words);
    }
  });

  it('are about names that Kubernetes may have another word for', () => {
    assert.deepEqual(['aarch64', 'x86_64', 'arm64', 'nonsense', ''].map(kubernetesName), [
      'arm64',
      'amd64',
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a pod that is on no node', () => {
  it('tells which architectures it requires only if that is why', () => {
    const required = { architectures: ['aarch64'] };
    assert.deepEqual(placementTrouble(pod({ ...required, unschedulable: affinity }))?.architectures, ['aarch64']);
    assert.equal(placementTrouble(pod({ ...required, unschedulable: '3 Insufficient cpu' }))?.architectures, undefined);
  });

  it('is held by its gates until it has a node', () => {
    assert.deepEqual(placementTrouble(pod({ gates: ['a', 'b'] }))?.gates, ['a', 'b']);
    assert.equal(placementTrouble(pod({ gates: ['a'], node: 'node-1' })), undefined);
    const inspectionError = 'unauthorized: authentication required';
    const failed = placementTrouble(pod({ gates: [tuningGate], tuning: 'inspectionFailed', inspectionError }));
    assert.deepEqual([failed?.kind, failed?.inspectionFailed, failed?.message], ['gated', true, inspectionError]);
    assert.equal(placementTrouble(pod({ gates: ['a'], tuning: 'inspectionFailed' }))?.inspectionFailed, undefined);
  });

  it('has images without a common platform, as the Multiarch Tuning Operator found', () => {
    const none = { tuning: 'noSupportedArchitecture' } as const;
    assert.equal(placementTrouble(pod({ ...none, unschedulable: affinity }))?.kind, 'noCommonPlatform');
    assert.equal(placementTrouble(pod({ ...none, unschedulable: '3 Insufficient cpu' }))?.kind, 'unschedulable');
  });

  it('was rejected by its node', () => {
    const message =
      "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector";
    const rejected = { reason: 'NodeAffinity', message };
    assert.deepEqual(placementTrouble(pod({ rejected, architectures: ['arm64'], node: 'node-1' })), {
      kind: 'rejected',
      ...rejected,
      architectures: ['arm64'],
      again: false,
    });
  });
});
