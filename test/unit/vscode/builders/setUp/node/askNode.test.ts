import assert from 'node:assert/strict';
import { isExtensible, type Builder } from '../../../../../../src/domain/builder/builder.ts';
import { askNode } from '../../../../../../src/vscode/builders/setUp/node/askNode.ts';
import { unpinned } from '../../../../../../src/vscode/builders/setUp/node/state.ts';
import { askPins } from '../../../../../../src/vscode/builders/setUp/node/askPins.ts';
import { line, ScriptedUi, type Act } from '../../../build/wizard/fakes.ts';
import { questions } from '../askSetUp.test.ts';

const amd64 = { os: 'linux', architecture: 'amd64', variant: 'v3' };
const arm64 = { os: 'linux', architecture: 'arm64' };
const builder: Builder = {
  name: 'b',
  driver: 'docker-container',
  nodes: [
    {
      name: 'b0',
      endpoint: 'default',
      status: 'running',
      labels: {},
      platforms: [
        { platform: amd64, pinned: false },
        { platform: arm64, pinned: false },
      ],
    },
  ],
};

async function ask(acts: readonly Act[], to = builder) {
  const ui = new ScriptedUi(acts);
  const known = questions({
    sshHosts: () => Promise.resolve(['farm']),
    contexts: () => Promise.resolve(['default', 'mac']),
    enginePlatform: (endpoint) => Promise.resolve(endpoint === 'ssh://farm' ? 'linux/arm64' : undefined),
  });
  const answer = await askNode(to, known, ui);
  assert.equal(ui.left, 0);
  return { answer, shown: ui.shown };
}

describe('adding a native node', () => {
  it('offers ssh hosts and contexts, and ticks what the engine there says', async () => {
    const { answer, shown } = await ask([{ choose: 'farm' }, {}, { choose: 'Add and Start' }]);
    assert.deepEqual(answer, {
      node: { endpoint: 'ssh://farm', platforms: ['linux/arm64'], options: {} },
      pinOthers: true,
    });
    assert.deepEqual(shown[0]?.rows.map(line), [
      'remote farm | from your SSH configuration',
      'server mac | Docker context',
    ]);
    assert.ok(shown[1]?.rows.map(line).includes('linux/arm64 | native platform of the engine there'));
    assert.match(shown[2]?.rows[1]?.detail ?? '', /^b0: linux\/amd64\. /);
  });

  it('takes user@host for ssh, and no address of a node that there is', async () => {
    const { answer } = await ask([
      { type: 'default' },
      { type: 'me@arm.example' },
      { tick: ['linux/arm64'] },
      { choose: 'Pin the other nodes to their own platforms' },
      { choose: 'Add and Start' },
    ]);
    assert.deepEqual(answer, {
      node: { endpoint: 'ssh://me@arm.example', platforms: ['linux/arm64'], options: {} },
      pinOthers: false,
    });
  });

  it('gives a cluster’s new node the options of the others', async () => {
    const options = { namespace: 'builds', nodeselector: 'kubernetes.io/arch=amd64' };
    const cluster = { ...builder, driver: 'kubernetes', nodes: builder.nodes.map((node) => ({ ...node, options })) };
    const { answer } = await ask([{ tick: ['linux/arm64'] }, { choose: 'Add and Start' }], cluster);
    assert.deepEqual(answer?.node, {
      platforms: ['linux/arm64'],
      options: { namespace: 'builds', nodeselector: 'kubernetes.io/arch=arm64' },
    });
  });

  it('is not for contexts, clouds and damaged files', () => {
    assert.ok(isExtensible(builder));
    assert.ok(!isExtensible({ ...builder, isContext: true }));
    assert.ok(!isExtensible({ ...builder, driver: 'cloud' }));
    assert.ok(!isExtensible({ ...builder, damagedFile: '/f' }));
  });

  it('knows what nothing is pinned to', () => {
    assert.deepEqual(
      unpinned(builder).map(({ platform }) => platform),
      ['linux/amd64'],
    );
    const pinned = builder.nodes.map((node) => ({ ...node, platforms: [{ platform: arm64, pinned: true }] }));
    assert.deepEqual(unpinned({ ...builder, nodes: pinned }), []);
  });
});

describe('pinning platforms', () => {
  const [first] = builder.nodes;
  const second = { ...first!, name: 'b1', platforms: [{ platform: arm64, pinned: true }] };
  const two = { ...builder, nodes: [first!, second] };

  it('proposes what each node is or has, and says what would be taken away', async () => {
    const ui = new ScriptedUi([{}, {}]);
    const pins = await askPins(two, two.nodes, ui);
    assert.deepEqual(
      pins?.map(({ node, platforms }) => [node.name, platforms]),
      [
        ['b0', ['linux/amd64']],
        ['b1', ['linux/arm64']],
      ],
    );
    const rows = ui.shown[0]?.rows.map(line) ?? [];
    assert.ok(rows.includes('linux/amd64 | native'), rows.join('\n'));
    assert.ok(rows.includes('linux/arm64 | pinned to node b1; selecting it moves it here'));
  });

  it('is nothing when it is given up', async () => {
    assert.equal(await askPins(two, two.nodes, new ScriptedUi([{}, { leave: 'cancel' }])), undefined);
  });
});
