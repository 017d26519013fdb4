import assert from 'node:assert/strict';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { ContainerTrouble } from '../../../../../src/domain/workload/trouble/containerTrouble.ts';
import { tuningGate } from '../../../../../src/domain/workload/trouble/placementTrouble.ts';
import { troubleOfPod } from '../../../../../src/domain/workload/trouble.ts';
import type { ClusterWorkloads, Pod, PodContainer, Workload } from '../../../../../src/domain/workload/workload.ts';
import type { KnownWorkloads } from '../../../../../src/vscode/workloads/workloadModel.ts';
import { clusterRows, podRows, wantsConfigs, type JudgePod } from '../../../../../src/vscode/workloads/view/rows.ts';
import { workloadsItem } from '../../../../../src/vscode/workloads/view/items.ts';
import { troubleLines, troubleSentence, troubleShort } from '../../../../../src/vscode/workloads/troubleTexts.ts';
import { itemOf } from '../../../../../src/vscode/images/view/items/itemOf.ts';

const d = (letter: string) => `sha256:${letter.repeat(64)}`;
const repository = 'ghcr.io/me/app';
const element = { kind: 'inClusters', id: `${repository}:1`, repository, contexts: ['prod'] } as const;
const pushed = { digest: d('f'), manifests: [d('a')] };

const workload = (more: Partial<Workload> = {}): Workload => ({
  kind: 'Deployment',
  name: 'web',
  namespace: 'shop',
  containers: [{ name: 'app', image: `${repository}:1`, pullPolicy: 'Always' }],
  selector: 'app=web',
  ...more,
});
const pod = (name: string, imageId: string, more: Partial<PodContainer> = {}): Pod => ({
  name: `web-h-${name}`,
  namespace: 'shop',
  owner: { kind: 'ReplicaSet', name: 'web-h' },
  templateHash: 'h',
  containers: [{ name: 'app', image: `${repository}:1`, imageId, ready: true, restarts: 0, ended: false, ...more }],
  leaving: false,
});
const answered = (answer: Partial<ClusterWorkloads> | KnownWorkloads['answer']): readonly KnownWorkloads[] => [
  {
    context: 'prod',
    answer: answer && ('problem' in answer ? answer : { workloads: [], pods: [], ...answer }),
  },
];
const judge: JudgePod = (_id, _context, each) => troubleOfPod(each);
const rows = (answer: Parameters<typeof answered>[0]) => clusterRows(element, answered(answer), pushed, judge);
const shown = (made: ReturnType<typeof rows>) =>
  made.map((row) => {
    const { label, description, icon } = itemOf(row, 0);
    return [label, description, icon];
  });
const current = (name: string) => pod(name, `${repository}@${d('f')}`);
const other = (name: string) => pod(name, `${repository}@${d('9')}`);

describe('the rows of workloads', () => {
  it('begin with one that says which clusters would be asked', () => {
    const { label, description, children, contextValue } = workloadsItem(element);
    assert.deepEqual(
      [label, description, children, contextValue],
      ['In the clusters', 'prod', 'collapsed', 'inClusters'],
    );
  });

  it('say how many pods run what is pushed', () => {
    assert.deepEqual(shown(rows({ workloads: [workload()], pods: [current('a'), other('b'), current('c')] })), [
      ['web', '2 of 3 pods use the pushed image · shop · Deployment', 'history'],
    ]);
    assert.deepEqual(shown(rows({ workloads: [workload()], pods: [current('a')] })), [
      ['web', '1 of 1 pod uses the pushed image · shop · Deployment', 'pass'],
    ]);
    assert.deepEqual(shown(rows({ workloads: [workload()] })), [['web', 'no pods · shop · Deployment', 'layers']]);
    assert.deepEqual(shown(rows({ workloads: [workload()], withoutPods: true })), [
      ['web', 'no permission to list pods · shop · Deployment', 'layers'],
    ]);
    const unread = clusterRows(element, answered({ workloads: [workload()], pods: [current('a')] }), undefined, judge);
    assert.match(shown(unread)[0]?.[1] ?? '', /image unknown/);
  });

  it('say why pods fail, which tag is used, and that a pin holds', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: '' };
    const terminated = { reason: 'StartError', message: 'exec /app: exec format error', exitCode: 128 };
    const failing = pod('a', `${repository}@${d('f')}`, { ready: false, waiting, terminated });
    assert.deepEqual(shown(rows({ workloads: [workload()], pods: [failing] })), [
      ['web', 'exec format error · its pod is failing · shop · Deployment', 'error'],
    ]);
    const old = workload({ containers: [{ name: 'app', image: `${repository}:0.9` }] });
    assert.match(shown(rows({ workloads: [old] }))[0]?.[1] ?? '', /no pods · uses 0\.9 · shop/);
    const pinned = workload({ containers: [{ name: 'app', image: `${repository}:1@${d('9')}` }] });
    const [row] = rows({ workloads: [pinned], pods: [other('a')] });
    assert.ok(row?.kind === 'workload');
    const item = workloadsItem(row);
    assert.match(item.description ?? '', /· pinned · shop/);
    assert.ok(item.tooltip?.some((line) => line.includes('A restart changes nothing')));
  });

  it('say of a failing pod what its trouble is, not that it uses what is pushed', () => {
    const terminated = { reason: 'StartError', message: 'exec /app: exec format error', exitCode: 128 };
    const waiting = { reason: 'CrashLoopBackOff', message: '' };
    const failing = pod('a', `${repository}@${d('f')}`, { ready: false, waiting, terminated });
    const [row] = rows({ workloads: [workload()], pods: [failing, current('b'), current('c')] });
    assert.ok(row?.kind === 'workload');
    const { description, tooltip } = workloadsItem(row);
    assert.equal(description, 'exec format error · 1 of 3 pods failing · shop · Deployment');
    assert.ok(tooltip?.some((line) => line === '3 of 3 pods use the pushed image'));
    assert.deepEqual(
      shown(podRows(row, judge)).map(([, each]) => each),
      ['exec format error', 'uses the pushed image', 'uses the pushed image'],
    );
    const [first] = podRows(row, judge);
    assert.ok(workloadsItem(first!).tooltip?.includes(`Digest: ${d('f')}` as never));
  });

  it('name the cluster where there are several', () => {
    const several = { ...element, contexts: ['prod', 'dev'] };
    const made = clusterRows(several, answered({ workloads: [workload()] }), pushed, judge);
    assert.equal(shown(made)[0]?.[1], 'no pods · prod · shop · Deployment');
  });

  it('say that a pod crashes with its exit code, whatever the word of the moment is, and that it was restarted', () => {
    const terminated = { reason: 'Error', message: '', exitCode: 255 };
    const waiting = { reason: 'CrashLoopBackOff', message: 'back-off' };
    const own = { ready: false, restarts: 3, terminated };
    const pods = [pod('a', '', { ...own, ended: true }), pod('b', '', { ...own, waiting })];
    assert.match(
      shown(rows({ workloads: [workload()], pods }))[0]?.[1] ?? '',
      /^crashes, exit code 255 · 2 of 2 pods failing · shop/,
    );
    const [row] = rows({
      workloads: [workload()],
      pods: [pod('c', '', { restarts: 2, terminated }), pod('d', '', { restarts: 1, terminated })],
    });
    assert.ok(row?.kind === 'workload');
    assert.deepEqual(
      shown(podRows(row, judge)).map(([, description]) => description),
      ['no image pulled yet · restarted 2 times', 'no image pulled yet · restarted after a crash'],
    );
  });

  it('wait with a clock where a scheduling gate holds pods, unless an image could not be read', () => {
    const gated = (more: Partial<Pod>) =>
      shown(
        rows({ workloads: [workload()], pods: [{ ...pod('a', '', { ready: false }), gates: [tuningGate], ...more }] }),
      )[0];
    assert.deepEqual(gated({}), ['web', 'platforms being checked · image unknown · shop · Deployment', 'clock']);
    assert.equal(
      gated({ gates: ['example.com/wait'] })?.[1],
      'scheduling held back · image unknown · shop · Deployment',
    );
    assert.equal(gated({ tuning: 'inspectionFailed' })?.[2], 'error');
  });

  it('are those of any owner, and of pods that only mount the image', () => {
    const flow = { ...pod('a', ''), name: 'ci-1', owner: { kind: 'Workflow', name: 'ci', group: 'argoproj.io' } };
    const [row] = rows({ pods: [flow] });
    assert.ok(row?.kind === 'workload');
    const item = workloadsItem(row);
    assert.deepEqual([item.label, item.contextValue], ['ci', 'workload logs']);
    assert.match(item.description ?? '', /Workflow$/);
    const owner = { kind: 'Revision', name: 'web-00001', group: 'serving.knative.dev' };
    const [ofKnative] = rows({ workloads: [workload({ owner })] });
    assert.ok(ofKnative?.kind === 'workload');
    assert.equal(workloadsItem(ofKnative).contextValue, 'workload logs');
    assert.ok(workloadsItem(ofKnative).tooltip?.some((line) => line === 'Managed by Revision web-00001'));
    const mounting = rows({ pods: [pod('a', '', { volume: true })] });
    assert.match(shown(mounting)[0]?.[1] ?? '', /^mounts it as a volume · shop/);
  });

  it('warn that nodes keep a tag only where pods run something else', () => {
    const keeping = workload({ containers: [{ name: 'app', image: `${repository}:1`, pullPolicy: 'IfNotPresent' }] });
    const warns = (pods: readonly Pod[]) => {
      const [row] = rows({ workloads: [keeping], pods });
      assert.ok(row?.kind === 'workload');
      return workloadsItem(row).tooltip?.some((line) => line.includes('imagePullPolicy'));
    };
    assert.deepEqual([warns([current('a')]), warns([other('a')])], [false, true]);
  });

  it('offer a restart only for what can be restarted', () => {
    const values = (kind: Workload['kind'], selector: string | undefined) => {
      const { name, namespace, containers } = workload();
      const own = { kind, name, namespace, containers, ...(selector !== undefined && { selector }) };
      const [row] = rows({ workloads: [own] });
      assert.ok(row?.kind === 'workload');
      return workloadsItem(row).contextValue;
    };
    assert.equal(values('Deployment', 'app=web'), 'workload restartable logs');
    assert.equal(values('CronJob', undefined), 'workload');
    assert.equal(values('Job', 'job-name=web'), 'workload logs');
    assert.equal(values('Pod', undefined), 'workload logs describable');
  });

  it('show pods with what they run', () => {
    const [row] = rows({ workloads: [workload()], pods: [current('a'), other('b'), pod('c', '')] });
    assert.ok(row?.kind === 'workload');
    assert.deepEqual(shown(podRows(row, judge)), [
      ['web-h-a', 'uses the pushed image', 'pass'],
      ['web-h-b', 'uses another image', 'history'],
      ['web-h-c', 'no image pulled yet', 'question'],
    ]);
  });

  it('want configurations where a pod tells nothing else', () => {
    assert.equal(wantsConfigs(rows({ workloads: [workload()], pods: [pod('a', d('c'))] })), true);
    assert.equal(wantsConfigs(rows({ workloads: [workload()], pods: [current('a'), pod('b', '')] })), false);
  });

  it('say in a row each what could not be told', () => {
    assert.deepEqual(shown(rows(undefined)), [['Checking prod…', undefined, 'loading~spin']]);
    assert.deepEqual(shown(rows({})), [['No workload in prod uses it', undefined, 'info']]);
    assert.match(shown(rows({ onlyNamespace: 'shop' }))[0]?.[0] ?? '', /namespace shop of prod/);
    assert.equal(shown(rows({ workloads: [workload()], onlyNamespace: 'shop' })).length, 2);
    const problem = diagnosisOf('clusterUnreachable', { context: 'prod' });
    const [row] = rows({ problem });
    assert.ok(row?.kind === 'message');
    assert.deepEqual([row.text, row.icon], ['Cannot connect to prod.', 'error']);
  });
});

describe('why a new pod does not come up', () => {
  it('is a sentence, whatever the words are', () => {
    const trouble = { reason: 'x', message: 'no \u001b[31mdatabase', again: true } as const;
    const sentence = (kind: Parameters<typeof troubleSentence>[1]['kind']) =>
      troubleSentence(current('a'), { ...trouble, kind });
    assert.match(
      sentence('noPlatform'),
      /^The new pod web-h-a does not start: the image lacks the platform of its node/,
    );
    assert.match(sentence('foreignProgram'), /exec format error/);
    assert.equal(sentence('crashes'), 'The new pod web-h-a crashes. no database');
    for (const kind of [
      'script',
      'notPulled',
      'unschedulable',
      'other',
      'gated',
      'rejected',
      'noCommonPlatform',
    ] as const) {
      assert.match(sentence(kind), /web-h-a/);
    }
  });

  it('names the volume, the container, the taint, or the architecture that Kubernetes calls otherwise', () => {
    const trouble = (more: Partial<ContainerTrouble>): ContainerTrouble => ({
      kind: 'unschedulable',
      reason: 'Unschedulable',
      message: '0/2 nodes are available',
      again: false,
      ...more,
    });
    const told = (more: Partial<ContainerTrouble>) => troubleLines(trouble(more)).join('\n');
    assert.equal(
      told({ architectures: ['aarch64'] }),
      'Unschedulable: 0/2 nodes are available\nIt requires nodes with kubernetes.io/arch aarch64, which Kubernetes calls arm64.',
    );
    assert.match(
      told({ architectures: ['arm64', 'riscv64'] }),
      /It requires nodes with kubernetes\.io\/arch arm64, riscv64\.$/,
    );
    assert.match(
      told({ taintedArchitecture: 'arm64' }),
      /It does not tolerate the taint kubernetes\.io\/arch=arm64\.$/,
    );
    assert.equal(told({}), 'Unschedulable: 0/2 nodes are available');
    assert.match(told({ kind: 'noPlatform', volume: 'model' }), /This is the image of its volume model\.$/);
    assert.match(told({ role: 'init', container: 'setup', kind: 'crashes' }), /^Init container setup: /);
    assert.match(told({ role: 'sidecar', container: 'proxy', kind: 'crashes' }), /^Sidecar proxy: /);
    assert.match(
      told({ kind: 'gated', message: '', gates: ['a', 'b'] }),
      /when its scheduling gates are removed: a, b\.$/,
    );
    assert.match(
      told({ kind: 'gated', message: '', gates: [tuningGate] }),
      /once the Multiarch Tuning Operator has read/,
    );
    assert.match(
      told({ kind: 'gated', message: '', gates: [tuningGate], inspectionFailed: true }),
      /cannot read the platforms of its images from the registry/,
    );
    assert.match(told({ kind: 'crashes', refusedProgram: true }), /reported an “exec format error” in this pod\.$/);
    assert.match(told({ kind: 'noCommonPlatform' }), /no platform that all images of the pod have/);
    assert.match(told({ kind: 'foreignProgram', maybeScript: true }), /Check Program Architectures tells which/);
    assert.equal(
      troubleSentence(current('a'), trouble({ architectures: ['arm64'] })),
      'The new pod web-h-a cannot be scheduled on any node. It requires nodes with kubernetes.io/arch arm64.',
    );
    assert.match(
      troubleSentence(current('a'), trouble({ kind: 'noPlatform', volume: 'model' })),
      /the image of its volume model lacks the platform/,
    );
    assert.equal(troubleShort(trouble({ kind: 'crashes', reason: 'StartError' })), 'StartError');
  });
});
