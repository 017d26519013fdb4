import assert from 'node:assert/strict';
import { judgeArchitecture } from '../../../../src/domain/cluster/judgeArchitecture.ts';
import type { VerifiedImage } from '../../../../src/domain/cluster/architecture.ts';
import type { ClusterPlatforms } from '../../../../src/domain/cluster/cluster.ts';

type Facts = Parameters<typeof judgeArchitecture>[0];

const cluster = (nodes: Readonly<Record<string, number>>, more: Partial<ClusterPlatforms> = {}): ClusterPlatforms => ({
  context: 'prod',
  state: 'read',
  local: false,
  groups: Object.entries(nodes).map(([platform, count]) => ({
    platform,
    nodes: count,
    eligible: platform === 'unknown' ? 0 : count,
    taints: [],
    ineligible: [],
  })),
  ...more,
});
const pushed = (kind: VerifiedImage['kind'], ...platforms: readonly string[]): VerifiedImage => ({
  image: 'registry.test/app:1',
  digest: 'sha256:a',
  kind,
  platforms,
  at: 1,
});
const amd = cluster({ 'linux/amd64': 2 });
const declared = cluster({ 'linux/arm64': 0 }, { state: 'declared' });
const lost = cluster({ 'linux/s390x': 4 }, { state: 'unreachable' });
const kind = cluster({ 'linux/amd64': 1 }, { local: true });
const both = pushed('index', 'linux/amd64', 'linux/arm64');
const single = pushed('manifest', 'linux/amd64');

describe('judgeArchitecture and the image that helps', () => {
  const cases: readonly (readonly [what: string, facts: Facts, state: string, named: boolean])[] = [
    ['is not needed', { host: 'linux/amd64', clusters: [amd], verified: [both] }, 'matches', false],
    ['is a single manifest', { host: 'linux/arm64', clusters: [amd], verified: [single] }, 'covered', true],
    ['covers what is declared', { host: 'linux/arm64', clusters: [amd, declared], verified: [both] }, 'covered', true],
    [
      'misses a declared one',
      { host: 'linux/arm64', clusters: [amd, declared], verified: [single] },
      'mismatch',
      false,
    ],
    [
      'misses what was read',
      { host: 'linux/arm64', clusters: [amd, declared, lost], verified: [single] },
      'mismatch',
      false,
    ],
    ['covers what was read', { host: 'linux/arm64', clusters: [amd, lost], verified: [both] }, 'unknown', true],
    ['covers clusters, unlike a builder that is not known', { clusters: [amd], verified: [both] }, 'unknown', true],
    ['may cover, who knows', { host: 'linux/amd64', clusters: [lost], verified: [both] }, 'unknown', false],
    [
      'covers nodes beside one of an odd platform',
      { host: 'linux/arm64', clusters: [cluster({ 'linux/amd64': 1, 'linux/*': 1 })], verified: [both] },
      'unknown',
      true,
    ],
    [
      'covers nodes beside those that take no pods',
      { host: 'linux/arm64', clusters: [cluster({ 'linux/amd64': 1, unknown: 1 })], verified: [both] },
      'covered',
      true,
    ],
    [
      'is emulated on this machine',
      {
        host: 'linux/s390x',
        clusters: [kind],
        verified: [pushed('manifest', 'linux/arm64')],
        emulated: ['linux/arm64'],
      },
      'covered',
      true,
    ],
    [
      'is not emulated elsewhere',
      {
        host: 'linux/s390x',
        clusters: [amd],
        verified: [pushed('manifest', 'linux/arm64')],
        emulated: ['linux/arm64'],
      },
      'mismatch',
      false,
    ],
    [
      'is not needed where the engine emulates',
      { host: 'linux/arm64', clusters: [kind], verified: [], emulated: ['linux/arm64'] },
      'matches',
      false,
    ],
  ];
  for (const [what, facts, state, named] of cases) {
    it(`${what}: ${state}`, () => {
      const judged = judgeArchitecture(facts);
      assert.deepEqual([judged.state, 'image' in judged], [state, named]);
    });
  }

  it('tells what it goes by: an image of the builder alone, which is pulled and crashes', () => {
    assert.deepEqual(judgeArchitecture({ host: 'linux/arm64', clusters: [amd, lost], verified: [] }), {
      state: 'mismatch',
      host: 'linux/arm64',
      targets: ['linux/amd64', 'linux/s390x'],
      coverage: {
        state: 'fails',
        groups: [
          { context: 'prod', platform: 'linux/amd64', nodes: 2, verdict: 'fails', how: 'crashes' },
          { context: 'prod', platform: 'unknown', nodes: 0, verdict: 'unknown' },
        ],
      },
      missing: ['linux/amd64'],
      nodes: 2,
      failing: 2,
    });
    const short = judgeArchitecture({
      host: 'linux/s390x',
      clusters: [cluster({ 'linux/s390x': 3, 'linux/arm64': 2, 'linux/amd64': 1 })],
      verified: [pushed('index', 'linux/arm64'), single],
    });
    assert.deepEqual(
      [short.state, short.missing, short.failing, short.pushed?.platforms],
      ['mismatch', ['linux/amd64', 'linux/s390x'], 4, ['linux/arm64']],
    );
    assert.equal('host' in judgeArchitecture({ clusters: [amd], verified: [] }), false);
  });
});
