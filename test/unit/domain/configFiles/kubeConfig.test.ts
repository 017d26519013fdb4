import assert from 'node:assert/strict';
import { currentKubeContext, kubeContexts } from '../../../../src/domain/configFiles/kubeConfig.ts';
import { kubeFacts } from '../../../../src/domain/configFiles/kubeFacts.ts';

const contexts = 'contexts:\n- name: a\n  context: {cluster: c, namespace: team}\n- name: b\n  context: {cluster: c}\n';

const read = (...texts: readonly string[]) => texts.map(kubeFacts);

describe('currentKubeContext', () => {
  it('is the first that is named, with its namespace from any file', () => {
    assert.deepEqual(currentKubeContext(read('current-context: ""', 'current-context: a', contexts)), {
      name: 'a',
      cluster: 'c',
      namespace: 'team',
    });
    assert.deepEqual(currentKubeContext(read(`current-context: b\n${contexts}`)), { name: 'b', cluster: 'c' });
    assert.deepEqual(currentKubeContext(read('current-context: gone')), { name: 'gone' });
  });

  it('is none where nothing names one', () => {
    assert.equal(currentKubeContext([]), undefined);
    assert.equal(currentKubeContext(read('\t: {', '- a', contexts)), undefined);
  });
});

describe('kubeContexts', () => {
  it('joins what several files say; the first one is right', () => {
    const first = 'clusters: [{name: c, cluster: {server: "https://one"}}]\n';
    const second =
      'clusters: [{name: c, cluster: {server: "https://two"}}]\nusers: [{name: u, user: {exec: {command: aws}}}]\n' +
      'contexts: [{name: a, context: {cluster: other}}, {name: d, context: {cluster: c, user: u}}]\n';
    assert.deepEqual(kubeContexts(read(first, contexts, second)).contexts, [
      { name: 'a', cluster: 'c', namespace: 'team', server: 'https://one' },
      { name: 'b', cluster: 'c', server: 'https://one' },
      { name: 'd', cluster: 'c', server: 'https://one', exec: true },
    ]);
  });

  it('takes an entry of the first file whole, and the first document of a file', () => {
    const first = 'users: [{name: u, user: {token: t}}]\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n';
    const second =
      'users: [{name: u, user: {exec: {command: aws}}}]\ncontexts: [{name: a, context: {namespace: team}}]\n---\n' +
      'contexts: [{name: later, context: {}}]\n';
    assert.deepEqual(kubeContexts(read(first, second)), { contexts: [{ name: 'a', cluster: 'c' }] });
  });

  it('lists a name once, and reads on where a key is there twice', () => {
    const twice = 'current-context: a\ncurrent-context: b\ncontexts: [{name: b, context: {cluster: x}}, {name: b}]\n';
    assert.deepEqual(kubeContexts(read(twice)), { contexts: [{ name: 'b', cluster: 'x' }], current: 'b' });
    assert.equal(kubeFacts(twice).problem, undefined);
  });

  it('reads JSON, and survives entries that are nothing', () => {
    const odd = JSON.stringify({
      contexts: [
        null,
        7,
        { name: 3 },
        { name: '' },
        { context: {} },
        { name: '__proto__', context: { cluster: 'toString' } },
      ],
      clusters: 'none',
      users: [[]],
    });
    assert.deepEqual(kubeContexts(read(odd)).contexts, [{ name: '__proto__', cluster: 'toString' }]);
  });
});

describe('the problem of a kubeconfig', () => {
  it('is what the parser says, and nothing for a file that is empty or well', () => {
    assert.equal(kubeFacts('').problem, undefined);
    assert.equal(kubeFacts(contexts).problem, undefined);
    const problem = kubeFacts('contexts: [\n- {').problem;
    assert.match(problem && 'detail' in problem ? problem.detail : '', /line \d/);
  });
});
