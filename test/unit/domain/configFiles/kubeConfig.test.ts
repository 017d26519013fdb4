import assert from 'node:assert/strict';
import { currentKubeContext } from '../../../../src/domain/configFiles/kubeConfig.ts';

describe('currentKubeContext', () => {
  const contexts =
    'contexts:\n- name: a\n  context: {cluster: c, namespace: team}\n- name: b\n  context: {cluster: c}\n';

  it('is the first that is named, with its namespace from any file', () => {
    assert.deepEqual(currentKubeContext(['current-context: ""', 'current-context: a', contexts]), {
      name: 'a',
      namespace: 'team',
    });
    assert.deepEqual(currentKubeContext([`current-context: b\n${contexts}`]), { name: 'b' });
  });

  it('is none where nothing names one', () => {
    assert.equal(currentKubeContext([]), undefined);
    assert.equal(currentKubeContext(['\t: {', '- a', contexts]), undefined);
  });
});
