import assert from 'node:assert/strict';
import { findPlacementWebhook } from '../../../../src/tools/kubectl/placementWebhooks.ts';

describe('webhooks that place pods by their images', () => {
  const { args, parse } = findPlacementWebhook('kubectl', { context: 'prod' }, 4);
  const found = (...webhooks: readonly object[]) =>
    parse({ exitCode: 0, stderr: '', stdout: JSON.stringify({ items: [{ webhooks }] }) });

  it('are asked for in one request', () => {
    assert.deepEqual(args, [
      'get',
      '--raw=/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations',
      '--context=prod',
      '--request-timeout=4s',
    ]);
  });

  it('are known by the names that their projects give them', () => {
    const gate = { name: 'pod-placement-scheduling-gate.multiarch.openshift.io' };
    const noe = {
      name: 'noe.tools.svc',
      clientConfig: { service: { name: 'noe', path: '/mutate', namespace: 'tools' } },
    };
    const other = { name: 'istio', clientConfig: { service: { name: 'istiod', path: '/inject' } } };
    assert.equal(found(other, gate), 'multiarch-tuning-operator');
    assert.equal(found(other, noe), 'noe');
    assert.equal(found(other), undefined);
  });

  it('are none where the answer is something else', () => {
    for (const stdout of ['', '7', '{"items":[7,{"webhooks":[null,{"clientConfig":7}]}]}']) {
      assert.equal(parse({ exitCode: 0, stderr: '', stdout }), undefined);
    }
  });
});
