import assert from 'node:assert/strict';
import { askSetUp, type SetUpStart } from '../../../../../src/vscode/builders/setUp/askSetUp.ts';
import type { SetUpQuestions } from '../../../../../src/vscode/builders/setUp/deps.ts';
import { line, ScriptedUi, type Act } from '../../build/wizard/fakes.ts';

export function questions(answers: Partial<SetUpQuestions> = {}): SetUpQuestions {
  return {
    taken: () => Promise.resolve(['default', 'multiarch']),
    contexts: () => Promise.resolve(['default']),
    sshHosts: () => Promise.resolve([]),
    cluster: () => Promise.resolve({ name: 'kind', namespace: 'builds' }),
    cloud: () => Promise.resolve(true),
    enginePlatform: () => Promise.resolve(undefined),
    pemProblem: (file) => Promise.resolve(file === '/ca.pem' ? undefined : 'noCertificate'),
    pickFile: () => Promise.resolve('/ca.pem'),
    copy: () => Promise.resolve(),
    ...answers,
  };
}

async function ask(acts: readonly Act[], answers: Partial<SetUpQuestions> = {}, start?: SetUpStart) {
  const ui = new ScriptedUi(acts);
  const answer = await askSetUp(questions(answers), ui, start);
  assert.equal(ui.left, 0);
  return { ...answer, shown: ui.shown };
}

describe('setting up a builder', () => {
  it('asks for a container builder only what is needed', async () => {
    const { request, use, shown } = await ask([
      { choose: 'docker-container' },
      {},
      { choose: 'No, standard HTTPS' },
      { choose: 'Create and Start' },
    ]);
    assert.deepEqual(request, {
      name: 'multiarch-2',
      driver: 'docker-container',
      nodes: [{ platforms: [], options: {} }],
    });
    assert.equal(use, true);
    assert.equal(
      shown.at(-1)?.rows[0]?.detail,
      'docker buildx create --name multiarch-2 --driver docker-container --bootstrap',
    );
  });

  it('takes no name that there is, and none that buildx does not take', async () => {
    const { request, shown } = await ask([
      { choose: 'docker-container' },
      { type: 'MultiArch' },
      { type: '1' },
      { type: 'Own' },
      { choose: 'No, standard HTTPS' },
      { choose: 'Create and Start' },
    ]);
    assert.equal(request?.name, 'own');
    assert.deepEqual(
      [shown[1], shown[2]].map((each) => line(each!.rows[0]!)),
      [
        'error MultiArch | a builder or Docker context with this name already exists',
        'error 1 | a name starts with a letter and contains only letters, digits, ".", "_" and "-"',
      ],
    );
  });

  it('asks for registries, and shows the file that it writes for them', async () => {
    const { request, use, shown } = await ask([
      { choose: 'docker-container' },
      {},
      { choose: 'A registry without HTTPS…' },
      { type: 'bad host' },
      { type: 'localhost:5000' },
      { choose: 'A registry with its own certificate authority…' },
      { type: 'r.example' },
      { type: '/no.pem' },
      { choose: 'Browse…' },
      { choose: 'Continue' },
      { choose: 'Use for This Workspace' },
      { choose: 'Create and Start' },
    ]);
    assert.deepEqual(request?.registries, [
      { host: 'localhost:5000', http: true },
      { host: 'r.example', ca: '/ca.pem' },
    ]);
    assert.deepEqual(request.nodes, [{ platforms: [], options: { network: 'host' } }]);
    assert.equal(use, false);
    assert.match(shown[8]!.placeholder, /^\/no\.pem: this file is not a certificate/);
    const rows = shown.at(-1)!.rows.map(({ label }) => label);
    assert.ok(rows.includes('  ca = ["/ca.pem"]'), rows.join('\n'));
  });

  it('makes a node for each architecture of a cluster', async () => {
    const { request, shown } = await ask([
      { choose: 'kubernetes' },
      { type: 'k' },
      { choose: 'builds' },
      { tick: ['linux/arm64'] },
      { choose: 'No, standard HTTPS' },
      { choose: 'More options' },
      { choose: 'Memory limit' },
      { type: 'much' },
      { type: '4Gi' },
      { choose: 'Install emulators on the cluster’s machines' },
      { choose: 'Back to Plan' },
      { choose: 'Create and Start' },
    ]);
    const options = { namespace: 'builds', 'limits.memory': '4Gi', 'qemu.install': 'true' };
    assert.deepEqual(request?.nodes, [
      { platforms: ['linux/arm64'], options: { ...options, nodeselector: 'kubernetes.io/arch=arm64' } },
    ]);
    assert.match(shown[2]!.placeholder, /kind/);
  });

  it('asks for address, certificates and platforms of a BuildKit that runs', async () => {
    const { request } = await ask([
      { choose: 'remote' },
      {},
      { type: 'tcp://b.example:1234' },
      { choose: 'CA certificate' },
      { type: '/ca.pem' },
      { choose: 'Continue with these certificates' },
      { tick: ['linux/arm64'] },
      { choose: 'Create and Start' },
    ]);
    assert.deepEqual(request?.nodes, [
      { endpoint: 'tcp://b.example:1234', platforms: ['linux/arm64'], options: { cacert: '/ca.pem' } },
    ]);
  });

  it('does not offer what this buildx cannot do', async () => {
    const { request, shown } = await ask([{ choose: 'cloud' }, { leave: 'cancel' }], {
      cloud: () => Promise.resolve(false),
    });
    assert.equal(request, undefined);
    assert.match(shown[0]!.rows.at(-1)!.detail ?? '', /0\.37/);
  });

  it('goes back, and to the engine where there are several', async () => {
    const { request } = await ask(
      [
        { choose: 'remote' },
        { leave: 'back' },
        { choose: 'docker-container' },
        {},
        { choose: 'arm' },
        { choose: 'No, standard HTTPS' },
        { choose: 'Create and Start' },
      ],
      { contexts: () => Promise.resolve(['default', 'arm']) },
    );
    assert.deepEqual(request?.nodes, [{ endpoint: 'arm', platforms: [], options: {} }]);
  });

  it('begins with the registry that a build failed at', async () => {
    const http = await ask([{}, {}, { choose: 'Create and Start' }], {}, { registry: 'r.example:80', http: true });
    assert.deepEqual(http.request?.registries, [{ host: 'r.example:80', http: true }]);
    const ca = await ask([{}, {}, { type: '/ca.pem' }, {}, {}], {}, { registry: 'r.example' });
    assert.deepEqual(ca.request?.registries, [{ host: 'r.example', ca: '/ca.pem' }]);
  });
});
