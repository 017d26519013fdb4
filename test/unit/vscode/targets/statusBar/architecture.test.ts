import assert from 'node:assert/strict';
import type { VerifiedImage } from '../../../../../src/domain/cluster/architecture.ts';
import { clusterTargets } from '../../../../../src/domain/cluster/chosen/clusterTargets.ts';
import type { ClusterPlatforms } from '../../../../../src/domain/cluster/cluster.ts';
import type { ImageUse } from '../../../../../src/domain/coverage/imageUse.ts';
import { placedOn } from '../../../../../src/domain/coverage/placedOn.ts';
import { clusterOf, workload } from '../../../../support/sampleClusters.ts';
import { placedIn } from '../../../../support/verdicts.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { ChosenCluster } from '../../../../../src/vscode/targets/clusters/clusterModel.ts';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { architectureActions } from '../../../../../src/vscode/targets/statusBar/architectureActions.ts';
import { architectureLines, spokenText } from '../../../../../src/vscode/targets/statusBar/architectureLines.ts';
import { architectureText } from '../../../../../src/vscode/targets/statusBar/architectureText.ts';
import { agoText } from '../../../../../src/vscode/shared/text/measures.ts';
import { currentStatus } from '../../../../../src/vscode/targets/statusBar/currentStatus.ts';

const now = 10_000_000;
const when = (time: number) => agoText(time, now);
const hour = 3_600_000;

function cluster(nodes: Readonly<Record<string, number>>, more: Partial<ClusterPlatforms> = {}): ChosenCluster {
  const { context = 'prod' } = more;
  const known: ClusterPlatforms = {
    context,
    state: 'read',
    local: false,
    groups: Object.entries(nodes).map(([platform, count]) => ({
      platform: `linux/${platform}`,
      nodes: count,
      eligible: count,
      taints: [],
      ineligible: [],
    })),
    ...more,
  };
  return { context, known, at: now - 2 * hour, readAt: undefined, asking: false, gone: false };
}

function status(
  native: string | undefined,
  chosen: readonly ChosenCluster[],
  {
    verified = [] as readonly VerifiedImage[],
    emulated = [] as readonly string[],
    docker = [] as readonly string[],
    uses = [] as readonly ImageUse[],
    ticked = undefined as readonly string[] | undefined,
  } = {},
) {
  const made = native === undefined ? undefined : { name: 'multiarch', native: `linux/${native}`, emulated };
  const clusters = { chosen, placedFor: placedIn(chosen) };
  return currentStatus({
    clusters,
    uses: { built: uses },
    builder: () => made,
    verified: () => verified,
    docker,
    ticked: () => ticked ?? clusterTargets(chosen.flatMap(({ known }) => known ?? [])),
  });
}

const notRead: ChosenCluster = {
  context: 'prod',
  known: undefined,
  at: undefined,
  readAt: undefined,
  asking: false,
  gone: false,
};
const forbidden = cluster({}, { state: 'forbidden', problem: diagnosisOf('clusterForbidden', { context: 'prod' }) });

describe('the status bar', () => {
  it("compares with Docker's own default where there is one, and says so", () => {
    const arm = cluster({ arm64: 3 });
    const byDefault = status('amd64', [arm], { docker: ['linux/arm64'] });
    assert.equal(byDefault.architecture.state, 'matches');
    const { builder } = architectureLines(byDefault, () => 'then');
    assert.equal(builder, 'DOCKER_DEFAULT_PLATFORM sets Docker’s default platform to arm64.');
    assert.equal(status('amd64', [arm], { docker: ['linux/arm64', 'linux/386'] }).architecture.state, 'mismatch');
  });

  it('says in a few signs what is built and what is needed', () => {
    const texts: readonly (readonly [string, ReturnType<typeof status>])[] = [
      ['$(chip) Choose Clusters', status('amd64', [])],
      ['$(check) amd64', status('amd64', [cluster({ amd64: 3 })])],
      ['$(warning) amd64 missing', status('arm64', [cluster({ amd64: 3 })])],
      ['$(warning) amd64 missing', status('arm64', [cluster({ amd64: 3, arm64: 2 })])],
      [
        '$(warning) amd64, arm/v7, ppc64le, +2 missing',
        status('arm64', [cluster({ s390x: 9, amd64: 8, ppc64le: 7, riscv64: 6, 'arm/v7': 5 })]),
      ],
      ['$(question) Clusters not checked', status('amd64', [notRead])],
      ['$(loading~spin) Checking clusters', status('amd64', [{ ...notRead, asking: true }])],
      ['$(question) Platforms unknown', status('amd64', [forbidden])],
      ['$(question) Builder not checked', status(undefined, [cluster({ amd64: 3 })])],
      ['$(question) amd64, others unknown', status('amd64', [cluster({ amd64: 3 }), forbidden])],
      ['$(check) arm64', status('amd64', [cluster({ arm64: 1 }, { local: true })], { emulated: ['linux/amd64'] })],
    ];
    for (const [text, shown] of texts) {
      assert.equal(architectureText(shown), text);
    }
  });

  it('says in sentences what would happen, and who says so', () => {
    const lines = architectureLines(status('arm64', [cluster({ amd64: 12, arm64: 3 })]), when);
    assert.deepEqual(lines, {
      headline: 'A plain “docker build” here makes arm64 only; your clusters also need amd64.',
      outcome: ['12 of 15 nodes would fail with “exec format error”.'],
      builder: 'Builder “multiarch” builds for arm64 by default.',
      judgedBy: 'All eligible nodes count: no known workload uses an image built here.',
      clusters: [{ context: 'prod', details: '12 nodes with amd64, 3 nodes with arm64 · checked 2 hours ago' }],
    });
    assert.equal(
      spokenText(lines),
      `${lines.headline} ${lines.outcome.join('')} ${lines.builder} ${lines.judgedBy} prod: 12 nodes with amd64, 3 nodes with arm64, checked 2 hours ago.`,
    );
  });

  it('is calm once a push covers the clusters, and names it', () => {
    const verified = {
      image: 'registry.test/app:1',
      digest: 'sha256:a',
      kind: 'index',
      platforms: ['linux/amd64'],
      at: now - hour,
    } as const;
    const covered = status('arm64', [cluster({ amd64: 3 })], { verified: [verified] });
    assert.equal(architectureText(covered), '$(check) amd64');
    assert.equal(
      architectureLines(covered, when).headline,
      'The last successful push covers all your clusters (amd64).',
    );
    assert.match(architectureLines(covered, when).outcome.join('\n'), /“registry\.test\/app:1”, pushed 1 hour ago/);
    assert.doesNotMatch(architectureLines(covered, when).outcome.join('\n'), /exec format/);
    const short = status('arm64', [cluster({ amd64: 3, s390x: 1 })], { verified: [verified] });
    assert.equal(architectureText(short), '$(warning) s390x missing');
    assert.deepEqual(architectureLines(short, when), {
      ...architectureLines(short, when),
      headline: 'The last successful push is for amd64 only; your clusters also need s390x.',
      outcome: ['1 of 4 nodes would find no image for their platform.', '“registry.test/app:1” was pushed 1 hour ago.'],
    });
    const other = status('arm64', [cluster({ s390x: 1 })], { verified: [verified] });
    assert.equal(
      architectureLines(other, when).headline,
      'The last successful push is for amd64 only; your clusters need s390x.',
    );
  });

  it('says that the target platforms of builds lack some, too', () => {
    const unticked = status('amd64', [cluster({ amd64: 3, arm64: 1 })], { ticked: ['linux/amd64'] });
    assert.deepEqual(architectureLines(unticked, when).outcome, [
      '1 of 4 nodes would fail with “exec format error”.',
      'The target platforms of this workspace lack arm64.',
    ]);
    const complete = status('amd64', [cluster({ amd64: 3, arm64: 1 })], { ticked: ['linux/arm64', 'linux/amd64'] });
    assert.equal(architectureLines(complete, when).outcome.length, 1);
  });

  describe('where workloads use the images that are built here', () => {
    const mixed = clusterOf(
      'mixed',
      { name: 'a', platform: 'linux/amd64' },
      { name: 'b', platform: 'linux/arm64' },
      { name: 'c', platform: 'linux/arm64' },
    );
    const judged = (uses: readonly ImageUse[], verified: readonly VerifiedImage[] = []) => {
      const known = mixed.known && placedOn(mixed.known, uses, []);
      return status('amd64', [{ ...mixed, known }], { uses, verified });
    };
    const pushed = (image: string, ...platforms: readonly string[]): VerifiedImage => ({
      image,
      digest: 'sha256:a',
      kind: 'index',
      platforms,
      at: now,
    });

    it('does not warn of nodes that none of them selects', () => {
      const pinned = judged([workload('app:1', 'web', 'amd64')]);
      assert.equal(architectureText(pinned), '$(check) amd64');
      const { headline, judgedBy, clusters } = architectureLines(pinned, when);
      assert.equal(headline, 'Images built here run on the selected clusters.');
      assert.equal(judgedBy, 'Judged by workloads in files of this workspace: Deployment web.');
      assert.match(clusters[0]?.details ?? '', /^1 node with amd64, 2 nodes skipped \(2 not selected\)/);
      assert.equal(architectureText(judged([workload('app:1', 'web')])), '$(warning) arm64 missing');
      assert.equal(architectureText(judged([])), '$(warning) arm64 missing');
    });

    it('says where they are from, and does not list many', () => {
      const lineOf = (...uses: readonly ImageUse[]) => architectureLines(judged(uses), when).judgedBy;
      const running = workload('app:1', 'web', 'amd64', { context: 'mixed' });
      assert.equal(lineOf(running), 'Judged by workloads in mixed: Deployment web.');
      assert.equal(
        lineOf(running, ...['a', 'b', 'c', 'd'].map((name) => workload('app:1', name))),
        'Judged by workloads in files of this workspace and in mixed: Deployment web, Deployment a, Deployment b and 2 more.',
      );
    });

    it('says that no node accepts them', () => {
      const nowhere = judged([workload('app:1', 'web', 'aarch64')]);
      assert.equal(architectureText(nowhere), '$(question) Platforms unknown');
      assert.equal(
        architectureLines(nowhere, when).headline,
        'No node of the selected clusters accepts the workloads of this workspace.',
      );
    });

    it('is calm once each of several images covers its own nodes', () => {
      const uses = [workload('web:1', 'web', 'arm64'), workload('job:1', 'job', 'amd64')];
      const web = pushed('docker.io/library/web:2', 'linux/arm64');
      assert.match(architectureText(judged(uses, [web])), /warning/);
      const both = judged(uses, [web, pushed('docker.io/library/job:1', 'linux/amd64')]);
      assert.equal(architectureText(both), '$(check) amd64, arm64');
      assert.equal(
        architectureLines(both, when).headline,
        'The last successful pushes cover all your clusters (amd64, arm64).',
      );
      const swapped = [
        pushed('docker.io/library/web:2', 'linux/amd64'),
        pushed('docker.io/library/job:1', 'linux/arm64'),
      ];
      assert.match(architectureText(judged(uses, swapped)), /warning/);
    });

    it('warns until the images are pushed that they use, whatever else is', () => {
      const tools = pushed('docker.io/library/tools:1', 'linux/amd64', 'linux/arm64');
      const app = pushed('docker.io/library/app:2', 'linux/amd64', 'linux/arm64');
      const one = [workload('app:1', 'web')];
      assert.match(architectureText(judged(one, [tools])), /warning/);
      const covered = judged(one, [tools, app]);
      assert.equal(architectureText(covered), '$(check) amd64, arm64');
      assert.equal(covered.architecture.image, app.image);
      const two = [...one, workload('job:1', 'job')];
      assert.match(architectureText(judged(two, [tools, app])), /warning/);
      // without a known workload, any image counts
      assert.equal(judged([], [tools]).architecture.image, tools.image);
    });

    it('needs no push of an image whose workloads no node accepts', () => {
      const uses = [workload('app:1', 'web'), workload('old:1', 'old', 'aarch64')];
      const app = pushed('docker.io/library/app:1', 'linux/amd64', 'linux/arm64');
      assert.equal(architectureText(judged(uses, [app])), '$(check) amd64, arm64');
    });

    it('judges a cluster as a whole whose nodes are not known one by one', () => {
      const old = status('amd64', [cluster({ amd64: 1, arm64: 2 })], { uses: [workload('app:1', 'web', 'amd64')] });
      assert.match(architectureText(old), /warning/);
      assert.equal(architectureLines(old, when).judgedBy, undefined);
    });
  });

  it('tells of each cluster what is known of it', () => {
    const details = (chosen: ChosenCluster) => architectureLines(status('amd64', [chosen]), when).clusters[0]?.details;
    assert.equal(details(notRead), 'not checked yet');
    assert.equal(details({ ...notRead, asking: true }), 'checking…');
    assert.equal(details({ ...notRead, gone: true }), 'the kubeconfig has no context with this name');
    assert.equal(details(forbidden), 'no permission to list nodes · checked 2 hours ago');
    assert.equal(details(cluster({})), 'no nodes · checked 2 hours ago');
    assert.match(details(cluster({ arm64: 0 }, { state: 'declared' })) ?? '', /^declared: arm64$/);
    const ineligible = [
      { reason: 'cordoned', nodes: 3 },
      { reason: 'notReady', nodes: 2 },
    ] as const;
    const some = { platform: 'linux/arm64', nodes: 5, eligible: 0, taints: [], ineligible };
    assert.match(
      details(
        cluster(
          {},
          { groups: [some, { ...some, platform: 'linux/amd64', nodes: 1, eligible: 1, ineligible: [], pools: ['a'] }] },
        ),
      ) ?? '',
      /^1 node with amd64, 5 nodes skipped \(3 cordoned, 2 not ready\)/,
    );
    assert.match(
      details(cluster({}, { groups: [{ ...some, nodes: 0, ineligible: [], pools: ['spot'] }] })) ?? '',
      /^a node pool that can add/,
    );
  });

  it('does not count nodes where platforms were declared', () => {
    const declared = status('amd64', [cluster({ arm64: 0 }, { state: 'declared' })]);
    assert.equal(architectureText(declared), '$(warning) arm64 missing');
    assert.deepEqual(architectureLines(declared, when).outcome, [
      'Nodes with arm64 would fail with “exec format error”.',
    ]);
  });

  it('keeps an icon out of what a cluster says', () => {
    const hostile = cluster({ '$(flame)': 1 });
    assert.doesNotMatch(architectureText(status('amd64', [hostile])), /\$\(flame\)/);
  });

  it('offers what helps most first', () => {
    assert.equal(architectureActions('noCluster')[0]?.command, commandIds.selectClusters);
    assert.equal(architectureActions('mismatch')[0]?.command, commandIds.buildForCluster);
    assert.deepEqual(
      architectureActions('unknown')
        .slice(0, 2)
        .map(({ command }) => command),
      [commandIds.cluster.refresh, commandIds.cluster.declarePlatforms],
    );
    assert.ok(!architectureActions('noCluster').some(({ command }) => command === commandIds.cluster.refresh));
  });
});
