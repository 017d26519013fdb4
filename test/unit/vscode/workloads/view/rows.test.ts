import assert from 'node:assert/strict';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { ClusterWorkloads, Pod, PodContainer, Workload } from '../../../../../src/domain/workload/workload.ts';
import type { KnownWorkloads } from '../../../../../src/vscode/workloads/workloadModel.ts';
import { clusterRows, podRows, wantsConfigs } from '../../../../../src/vscode/workloads/view/rows.ts';
import { workloadsItem } from '../../../../../src/vscode/workloads/view/items.ts';
import { troubleSentence } from '../../../../../src/vscode/workloads/troubleSentence.ts';
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
  containers: [{ name: 'app', image: `${repository}:1`, imageId, init: false, ready: true, ended: false, ...more }],
  leaving: false,
});
const answered = (answer: Partial<ClusterWorkloads> | KnownWorkloads['answer']): readonly KnownWorkloads[] => [
  {
    context: 'prod',
    answer: answer && ('problem' in answer ? answer : { workloads: [], pods: [], ...answer }),
  },
];
const rows = (answer: Parameters<typeof answered>[0]) => clusterRows(element, answered(answer), pushed);
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
      ['web', '2 of 3 pods use the pushed image · prod · shop · Deployment', 'history'],
    ]);
    assert.deepEqual(shown(rows({ workloads: [workload()], pods: [current('a')] })), [
      ['web', '1 of 1 pod uses the pushed image · prod · shop · Deployment', 'pass'],
    ]);
    assert.deepEqual(shown(rows({ workloads: [workload()] })), [
      ['web', 'no pods · prod · shop · Deployment', 'layers'],
    ]);
    assert.deepEqual(shown(rows({ workloads: [workload()], withoutPods: true })), [
      ['web', 'no permission to list pods · prod · shop · Deployment', 'layers'],
    ]);
    const unread = clusterRows(element, answered({ workloads: [workload()], pods: [current('a')] }), undefined);
    assert.match(shown(unread)[0]?.[1] ?? '', /image unknown/);
  });

  it('say why pods fail, which tag is used, and that a pin holds', () => {
    const waiting = { reason: 'CrashLoopBackOff', message: '' };
    const terminated = { reason: 'StartError', message: 'exec /app: exec format error', exitCode: 128 };
    const failing = pod('a', `${repository}@${d('f')}`, { ready: false, waiting, terminated });
    assert.deepEqual(shown(rows({ workloads: [workload()], pods: [failing] })), [
      ['web', 'exec format error · 1 of 1 pod uses the pushed image · prod · shop · Deployment', 'error'],
    ]);
    const old = workload({ containers: [{ name: 'app', image: `${repository}:0.9` }] });
    assert.match(shown(rows({ workloads: [old] }))[0]?.[1] ?? '', /no pods · uses 0\.9 · prod/);
    const pinned = workload({ containers: [{ name: 'app', image: `${repository}:1@${d('9')}` }] });
    const [row] = rows({ workloads: [pinned], pods: [other('a')] });
    assert.ok(row?.kind === 'workload');
    const item = workloadsItem(row);
    assert.match(item.description ?? '', /· pinned · prod/);
    assert.ok(item.tooltip?.some((line) => line.includes('A restart changes nothing')));
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
    assert.equal(values('Pod', undefined), 'workload logs');
  });

  it('show pods with what they run', () => {
    const [row] = rows({ workloads: [workload()], pods: [current('a'), other('b'), pod('c', '')] });
    assert.ok(row?.kind === 'workload');
    assert.deepEqual(shown(podRows(row)), [
      ['web-h-a', 'uses the pushed image', 'pass'],
      ['web-h-b', `uses another image · sha256:${'9'.repeat(12)}`, 'history'],
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
    for (const kind of ['script', 'notPulled', 'unschedulable', 'other'] as const) {
      assert.match(sentence(kind), /web-h-a/);
    }
  });
});
