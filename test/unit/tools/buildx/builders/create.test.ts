import assert from 'node:assert/strict';
import { planBuilder, planNode, type BuilderRequest } from '../../../../../src/domain/builder/plan.ts';
import { appendNode, createBuilder, leaveNode, pinNode } from '../../../../../src/tools/buildx/builders/create.ts';
import {
  addedNodes,
  readStoredBuilder,
  storedNode,
  withPlatformsOf,
} from '../../../../../src/tools/buildx/builders/storedBuilder.ts';

function args(request: BuilderRequest, given?: Parameters<typeof createBuilder>[2]): string[] {
  const plan = planBuilder(request);
  assert.ok(plan.ok);
  return createBuilder('docker', plan.value, given).map((command) => command.args.join(' '));
}

describe('the commands that make a builder', () => {
  it('name it, give its options and start it', () => {
    const options = { network: 'host', memory: '4g' };
    assert.deepEqual(
      args({ name: 'b', driver: 'docker-container', nodes: [{ options, platforms: ['amd64'] }] }, { configFile: '/t' }),
      [
        'buildx create --name b --driver docker-container --platform linux/amd64 --driver-opt network=host ' +
          '--driver-opt memory=4g --buildkitd-config /t --bootstrap',
      ],
    );
  });

  it('append further nodes and start them all with the last', () => {
    const node = (platform: string) => ({ platforms: [platform], endpoint: `tcp://${platform.slice(6)}:1` });
    assert.deepEqual(args({ name: 'b', driver: 'remote', nodes: [node('linux/amd64'), node('linux/arm64')] }), [
      'buildx create --name b --driver remote --platform linux/amd64 -- tcp://amd64:1',
      'buildx create --append --name b --platform linux/arm64 --bootstrap -- tcp://arm64:1',
    ]);
  });

  it('call the configuration what an old buildx calls it', () => {
    const [line] = args(
      { name: 'b', driver: 'docker-container', nodes: [{}] },
      { configFile: '/t', before013: true, bootstrap: false },
    );
    assert.equal(line, 'buildx create --name b --driver docker-container --config /t');
  });

  it('quote options as CSV and flags as a shell does', () => {
    const plan = planNode({ options: { 'env.A': 'b,"c"' }, flags: ["--x=it's", '--debug'] }, 'docker-container');
    assert.ok(plan.ok);
    const given = appendNode('docker', 'b', plan.value).args;
    assert.equal(given[given.indexOf('--driver-opt') + 1], '"env.A=b,""c"""');
    assert.equal(given[given.indexOf('--buildkitd-flags') + 1], `'--x=it'\\''s' --debug`);
  });

  it('pin and leave', () => {
    const node = { name: 'n', platforms: [{ os: 'linux', architecture: 'arm64' }], flags: ['--debug'] };
    assert.equal(
      pinNode('docker', 'b', node).args.join(' '),
      'buildx create --append --name b --node n --platform linux/arm64 --buildkitd-flags --debug',
    );
    assert.equal(leaveNode('docker', 'b', 'n').args.join(' '), 'buildx create --name b --node n --leave');
  });
});

describe('an instance file', () => {
  const node = (Name: string, Platforms: readonly unknown[] | null = null) => ({
    Name,
    Endpoint: 'e',
    Platforms,
    DriverOpts: null,
    Flags: null,
    Files: null,
  });
  const file = (...Nodes: readonly unknown[]) =>
    JSON.stringify({ Name: 'b', Driver: 'kubernetes', Nodes, Dynamic: false });

  it('is read, or is none', () => {
    assert.equal(readStoredBuilder(file(node('a')))?.Nodes.length, 1);
    for (const text of ['', '{', 'null', '[]', '{"Driver":"x"}', file({}), file(null)]) {
      assert.equal(readStoredBuilder(text), undefined);
    }
  });

  it('tells a node by its name or the name of its pod', () => {
    const builder = readStoredBuilder(file(node('multi_arch0'), node('multi_arch1')))!;
    assert.equal(storedNode(builder, 'multi_arch1')?.Name, 'multi_arch1');
    assert.equal(storedNode(builder, 'multi-arch1-7d4b9-x2x')?.Name, 'multi_arch1');
    assert.equal(storedNode(builder, 'multi'), undefined);
  });

  it('takes over nothing but platforms', () => {
    const before = readStoredBuilder(file(node('a')))!;
    const after = readStoredBuilder(file({ ...node('a', ['p']), Flags: ['--lost'] }, node('new')))!;
    assert.deepEqual(withPlatformsOf(before, after), { ...before, Nodes: [node('a', ['p'])] });
    assert.deepEqual(
      addedNodes(before, after).map(({ Name }) => Name),
      ['new'],
    );
  });
});
