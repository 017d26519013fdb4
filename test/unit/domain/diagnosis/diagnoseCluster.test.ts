import assert from 'node:assert/strict';
import { diagnoseCluster } from '../../../../src/domain/diagnosis/diagnoseCluster.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

/** The output of real kubectls, by the name of the recording. */
const expected = {
  'broken-file': 'failed kubeconfigInvalid',
  closed: 'unreachable clusterUnreachable',
  'cut-chunked': 'unreachable clusterUnreachable cut',
  cut: 'unreachable clusterUnreachable cut',
  dangling: 'unreachable clusterUnreachable',
  down: 'unreachable clusterUnreachable',
  forbidden: 'forbidden clusterForbidden',
  hang: 'unreachable clusterUnreachable timeout',
  'login-fails': 'failed clusterLoginFailed',
  'login-missing': 'failed clusterLoginFailed',
  'login-nonsense': 'failed clusterLoginFailed',
  'login-secret': 'failed clusterLoginFailed',
  'no-authority-file': 'failed clusterCertificate',
  'no-client-certificate': 'failed clusterCertificate',
  'no-context': 'failed clusterContextMissing',
  'no-host': 'unreachable clusterUnreachable',
  'old-exec': 'failed clusterLoginFailed',
  'old-provider': 'failed clusterLoginFailed',
  'plain-http': 'unreachable clusterUnreachable',
  // succeeds without a valid answer: a page instead of JSON
  portal: 'failed clusterFailed',
  unavailable: 'unreachable clusterUnreachable',
  'unknown-authority': 'failed clusterCertificate authority',
  'wrong-shape': 'failed kubeconfigInvalid',
  'wrong-token': 'failed clusterUnauthorized',
};

const judged = (evidence: Omit<Parameters<typeof diagnoseCluster>[0], 'context'>) => {
  const { state, problem } = diagnoseCluster({ ...evidence, context: 'prod' });
  return [state, problem.code, problem.params.reason].filter((word) => word !== undefined).join(' ');
};

describe('diagnoseCluster', () => {
  for (const version of ['1.36.3', '1.32.3']) {
    for (const [name, verdict] of Object.entries(expected)) {
      it(`knows ${name} of kubectl ${version}`, () => {
        const { stderr } = readRecording(new URL(`../../../fixtures/kubectl/${version}/${name}.json`, import.meta.url));
        assert.equal(judged({ words: stderr }), verdict);
      });
    }
  }

  it("keeps kubectl's words as one line without secrets", () => {
    const { stderr } = readRecording(new URL('../../../fixtures/kubectl/1.36.3/login-secret.json', import.meta.url));
    assert.match(stderr, /eyJhbGciOi.* s3cr3t-of-mine/);
    const { params } = diagnoseCluster({ words: stderr, context: 'prod' }).problem;
    assert.match(params.detail ?? '', /^request failed: .*Unable to connect to the server: getting credentials: /);
    assert.doesNotMatch(JSON.stringify(params), /eyJ|s3cr3t/);
  });

  it('puts into the sentence what is known, and nothing that is not', () => {
    const paramsOf = (evidence: Omit<Parameters<typeof diagnoseCluster>[0], 'context'>) =>
      diagnoseCluster({ ...evidence, context: 'prod' }).problem.params;
    assert.deepEqual(paramsOf({ words: ' \n' }), { context: 'prod' });
    assert.deepEqual(paramsOf({ server: 'https://192.0.2.1', words: 'odd' }), {
      context: 'prod',
      server: 'https://192.0.2.1',
      detail: 'odd',
    });
    assert.deepEqual(paramsOf({ kubectlMissing: '/opt/kubectl' }), { context: 'prod', path: '/opt/kubectl' });
    const broken = diagnoseCluster({ brokenFile: { file: '/a', detail: 'b' }, context: 'prod' }).problem;
    assert.deepEqual(broken.params, { context: 'prod', file: '/a', detail: 'b' });
    assert.deepEqual(broken.remedies[0], { id: 'openFile', file: '/a' });
  });

  it('goes by what is known without words', () => {
    assert.equal(judged({ kubectlMissing: 'kubectl' }), 'failed kubectlNotFound');
    assert.equal(judged({ contextMissing: true }), 'failed clusterContextMissing');
    assert.equal(judged({ brokenFile: { file: '/a', detail: 'b' } }), 'failed kubeconfigInvalid');
    assert.equal(judged({ cut: true }), 'unreachable clusterUnreachable cut');
    // client-go/rest: a login type that is not built in
    assert.equal(judged({ words: 'error: no Auth Provider found for name "oidc"' }), 'failed clusterLoginFailed');
    assert.equal(judged({ words: 'what nobody has seen' }), 'failed clusterFailed');
  });

  it('holds a silent login responsible for the time, where there is one', () => {
    assert.equal(judged({ timedOut: true, exec: true }), 'failed clusterLoginFailed timeout');
    assert.equal(judged({ timedOut: true }), 'unreachable clusterUnreachable timeout');
  });

  it('tells no password that the address of a server has', () => {
    const { problem } = diagnoseCluster({
      context: 'prod',
      server: 'https://me:hunter2@10.0.0.1:6443',
      timedOut: true,
    });
    assert.equal(problem.params.server, 'https://***@10.0.0.1:6443');
  });
});
