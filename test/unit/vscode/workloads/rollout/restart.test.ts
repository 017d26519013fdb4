import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { StartCause } from '../../../../../src/domain/workload/trouble/startCause.ts';
import type { Pod, PodContainer, Workload } from '../../../../../src/domain/workload/workload.ts';
import type { ContainerTrouble } from '../../../../../src/domain/workload/trouble/containerTrouble.ts';
import type { RolloutEnd } from '../../../../../src/services/clusters/rolloutWatch.ts';
import type { Workloads, WorkloadsAnswer } from '../../../../../src/services/clusters/workloads.ts';
import { createRestart, type RestartDeps } from '../../../../../src/vscode/workloads/rollout/restart.ts';
import { createWorkloadModel } from '../../../../../src/vscode/workloads/workloadModel.ts';
import { digest, named } from '../../../../support/sampleImages.ts';
import { podOf, runs, workload } from '../../../../support/sampleWorkloads.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { cancel, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';

const app = named('r.io/app:1');
const [now, before] = [digest('aa'), digest('bb')];
const pinned = workload({ containers: [{ name: 'app', image: `r.io/app@${before}` }] });
const keepsTag = workload({ containers: [{ name: 'app', image: 'r.io/app:1', pullPolicy: 'IfNotPresent' }] });
const done: RolloutEnd = { end: 'done', wanted: 2 };

/** The end of the rollout of an undo. */
const undone: RolloutEnd = { end: 'done', wanted: 2 };

interface Case extends Partial<RestartDeps> {
  readonly of?: Workload;
  readonly context?: string;
  readonly end?: RolloutEnd;
  readonly answer?: WorkloadsAnswer;
  readonly own?: Partial<Workloads>;
}

/** Restarts a workload with these later answers of the cluster; returns whether another one may follow. */
async function restart({ of = workload(), context = 'kind-dev', end = done, answer, own, ...deps }: Case = {}) {
  const workloads = stub<Workloads>('Workloads', {
    read: () => Promise.resolve(answer ?? runs([of], [podOf('a', now), podOf('b', now)])),
    restart: ({ workload: { name } }) => {
      see(`kubectl: restarts ${name}`);
      return Promise.resolve('mark');
    },
    follow: (_placed, { with: mark = '', without }, news) => {
      see(`kubectl: follows ${without === undefined ? mark : `all but ${without}`}`);
      news({ state: 'unseen' });
      news({ state: 'going', wanted: 2, renewed: 0, ready: 0 });
      news({ state: 'going', wanted: 2, renewed: 1, ready: 0 });
      news({ state: 'staying', wanted: 2, seconds: 10 });
      return Promise.resolve(without === undefined ? end : undone);
    },
    undo: ({ workload: { kind, name } }) => {
      see(`kubectl: undoes ${kind} ${name}`);
      return Promise.resolve();
    },
    deletePods: (_placed, pods) => {
      see(`kubectl: deletes ${pods.join(', ')}`);
      return Promise.resolve();
    },
    ...own,
  });
  return createRestart({
    workloads,
    known: createWorkloadModel(workloads, () => 0),
    pushedAs: () => Promise.resolve({ digest: now, manifests: [] }),
    contexts: () =>
      Promise.resolve({
        contexts: [
          { name: 'shared', cluster: 'gke-prod-eu' },
          { name: 'dev', cluster: 'dev', server: 'https://dev.example.com' },
          { name: 'kind-dev', cluster: 'kind', server: 'https://127.0.0.1:6443' },
          { name: 'kind-of-big', cluster: 'big', server: 'https://203.0.113.7' },
        ],
        current: 'kind-dev',
        files: [],
        problems: [],
      }),
    crashes: { explain: (_id, _context, _pod, trouble) => Promise.resolve(trouble) },
    missing: () => [],
    imageRow: ({ id }) => ({ kind: 'image', id }),
    showLogs: ({ workload: { name } }) => {
      see(`logs: ${name}`);
      return Promise.resolve();
    },
    ...deps,
  })({ named: app, context, workload: of });
}

describe('Restart Workload', () => {
  inVscode();

  it('restarts it, follows the rollout, and tells what its pods run now', async () => {
    assert.equal(await restart(), true);
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of kind-dev: 2 of 2 pods use the pushed image.
    `);
  });

  it('asks before something that looks like production: by context, cluster or namespace', async () => {
    person(press('Restart'), leave, leave);
    assert.equal(await restart({ context: 'shared' }), true);
    assert.equal(await restart({ context: 'production' }), false);
    assert.equal(await restart({ of: workload({ namespace: 'live' }) }), false);
    shows(`
      warning (modal): Restart Deployment web? This looks like production.
        Context shared, namespace shop. Its pods are replaced with new ones.
        [Restart]
      > Restart
      progress: Restarting Deployment web in shop of shared
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of shared [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of shared: 2 of 2 pods use the pushed image.
      warning (modal): Restart Deployment web? This looks like production.
        Context production, namespace shop. Its pods are replaced with new ones.
        [Restart]
      > Escape
      warning (modal): Restart Deployment web? This looks like production.
        Context kind-dev, namespace live. Its pods are replaced with new ones.
        [Restart]
      > Escape
    `);
  });

  it('asks before a restart in a cluster that is not on this machine, whatever its name is', async () => {
    person(leave, press('Restart'));
    assert.equal(await restart({ context: 'dev' }), false);
    assert.equal(await restart({ context: 'kind-of-big' }), true);
    shows(`
      warning (modal): Restart Deployment web?
        Context dev, namespace shop. Its pods are replaced with new ones.
        The cluster is not on this machine, so others may depend on the workload.
        [Restart]
      > Escape
      warning (modal): Restart Deployment web?
        Context kind-of-big, namespace shop. Its pods are replaced with new ones.
        The cluster is not on this machine, so others may depend on the workload.
        [Restart]
      > Restart
      progress: Restarting Deployment web in shop of kind-of-big
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-of-big [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of kind-of-big: 2 of 2 pods use the pushed image.
    `);
  });

  it('asks before a restart whose new pods will fail, and says how', async () => {
    person(leave, leave);
    const lacking = { platform: 'linux/arm64' };
    assert.equal(await restart({ missing: () => [{ ...lacking, how: 'does-not-pull' }] }), false);
    const several = [
      { ...lacking, how: 'crashes' as const },
      { platform: 'linux/s390x', how: 'crashes' as const },
    ];
    assert.equal(await restart({ context: 'production', missing: () => several }), false);
    // another image than the one that lacks it
    const other = workload({ containers: [{ name: 'app', image: 'r.io/app:2' }] });
    assert.equal(await restart({ of: other, answer: runs([other]), missing: () => several }), true);
    shows(`
      warning (modal): Restart Deployment web? Its image lacks linux/arm64.
        Context kind-dev, namespace shop. Its pods are replaced with new ones.
        New pods on nodes of these platforms cannot pull the image.
        [Restart]
      > Escape
      warning (modal): Restart Deployment web? This looks like production.
        Context production, namespace shop. Its pods are replaced with new ones.
        New pods on nodes of these platforms fail with “exec format error”.
        [Restart]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of kind-dev: all 2 pods are ready.
    `);
  });

  it('asks before a restart that changes nothing', async () => {
    person(press('Restart'), leave);
    assert.equal(await restart({ of: pinned, answer: runs([pinned], [podOf('a', before)]) }), true);
    assert.equal(await restart({ of: pinned }), false);
    shows(`
      warning (modal): Restart Deployment web although this changes nothing?
        Context kind-dev, namespace shop. Its pods are replaced with new ones.
        It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.
        [Restart]
      > Restart
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      warning: Restarted Deployment web in shop of kind-dev: 0 of 1 pod uses the pushed image. It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.
      warning (modal): Restart Deployment web although this changes nothing?
        Context kind-dev, namespace shop. Its pods are replaced with new ones.
        It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.
        [Restart]
      > Escape
    `);
  });

  it('says in the question about production that nodes may start the former image', async () => {
    person(leave);
    assert.equal(await restart({ of: keepsTag, context: 'shared' }), false);
    shows(`
      warning (modal): Restart Deployment web? This looks like production.
        Context shared, namespace shop. Its pods are replaced with new ones.
        Nodes that have this tag do not request it from the registry again (imagePullPolicy). A restart may start the previous image.
        [Restart]
      > Escape
    `);
  });

  it('warns when its pods run another image afterwards, and says why', async () => {
    const pods = [podOf('a', now), podOf('b', before)];
    await restart({ of: keepsTag, answer: runs([keepsTag], pods) });
    const other = workload({ containers: [{ name: 'app', image: 'r.io/app:2', pullPolicy: 'Always' }] });
    await restart({ of: other, answer: runs([other], pods) });
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      warning: Restarted Deployment web in shop of kind-dev: 1 of 2 pods use the pushed image. Its nodes start the image that they have for this tag (imagePullPolicy). Push with a new tag, or pin the digest in its manifest.
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      warning: Restarted Deployment web in shop of kind-dev: 1 of 2 pods use the pushed image. It uses 2.
    `);
  });

  it('reports the number of ready pods without permission to list them, or without information about them', async () => {
    await restart({ answer: { ...runs([workload()]), withoutPods: true } });
    await restart({
      answer: { problem: diagnosisOf('clusterForbidden', { context: 'dev' }) },
      end: { end: 'done', wanted: 1 },
    });
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of kind-dev: all 2 pods are ready.
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Restarted Deployment web in shop of kind-dev: its pod is ready.
    `);
  });

  it('follows nothing if pods are replaced only when they are deleted', async () => {
    assert.equal(await restart({ of: workload({ onDelete: true }) }), true);
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      information: Restart of Deployment web requested. Its pods are replaced only when they are deleted (OnDelete).
    `);
  });

  it('tells each end, and which lets no other restart follow', async () => {
    person(leave);
    assert.equal(await restart({ end: { end: 'gone' } }), false);
    assert.equal(
      await restart({ end: { end: 'stuck', reason: 'ProgressDeadlineExceeded', message: 'It has timed out.' } }),
      false,
    );
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      warning: Deployment web was deleted in the meantime.
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The rollout of Deployment web does not finish. It has timed out.
        [Show Logs] [Undo]
      > Escape
    `);
    const lost: RolloutEnd = { end: 'lost', problem: diagnosisOf('clusterUnreachable', { context: 'dev' }) };
    await assert.rejects(restart({ end: lost }), { code: 'clusterUnreachable' });
  });

  const failing = (kind: ContainerTrouble['kind'], more: Partial<ContainerTrouble> = {}): RolloutEnd => ({
    end: 'failing',
    pod: podOf('c', now),
    trouble: { kind, container: 'app', reason: 'Error', message: 'words of the program', again: false, ...more },
  });

  it('tells why a new pod does not come up, with what helps', async () => {
    person(press('Show Logs'), press('Build for the Cluster'), ...Array.from({ length: 6 }, () => leave));
    await restart({ end: failing('crashes') });
    await restart({ end: failing('foreignProgram') });
    for (const kind of ['script', 'notPulled', 'unschedulable', 'other', 'noCommonPlatform', 'rejected'] as const) {
      await restart({ end: failing(kind) });
    }
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c crashes. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Show Logs
      logs: web
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”: the image is for another processor than that of its node. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Build for the Cluster
      command: multiarch.buildForCluster
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c does not start: its entrypoint is a script whose first line names no interpreter. The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c cannot pull its image. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c cannot be scheduled on any node. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c does not start: Error. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c cannot be scheduled: its images have no platform in common. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The node of the new pod web-h-c rejected it: Error. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
    `);
  });

  it('offers what the image lacks after a question about that', async () => {
    person(press('Restart'), press('Add Missing Platforms…'));
    await restart({
      end: failing('noPlatform'),
      missing: () => [{ platform: 'linux/arm64', how: 'does-not-pull' }],
    });
    shows(`
      warning (modal): Restart Deployment web? Its image lacks linux/arm64.
        Context kind-dev, namespace shop. Its pods are replaced with new ones.
        New pods on nodes of these platforms cannot pull the image.
        [Restart]
      > Restart
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c does not start: the image lacks the platform of its node. The cluster keeps trying.
        [Add Missing Platforms…] [Undo]
      > Add Missing Platforms…
      command: multiarch.image.addMissing {"kind":"image","id":"r.io/app:1"}
    `);
  });

  it('tells a foreign program from a script by the facts, and what would tell where they are unknown', async () => {
    const causes: readonly (StartCause | undefined)[] = [
      { cause: 'foreign', image: ['linux/amd64'], node: 'linux/arm64' },
      { cause: 'mislabelled', platform: 'linux/arm64', architecture: 'amd64' },
      { cause: 'mislabelled', platform: 'linux/arm64' },
      { cause: 'script', program: '/entry.sh' },
      { cause: 'labelled', node: 'linux/arm64' },
      { cause: 'either' },
      undefined,
    ];
    for (const cause of causes) {
      person(cause?.cause === 'labelled' ? press('Check Program Architectures') : leave);
      const explain: RestartDeps['crashes']['explain'] = (_id, _context, _pod, trouble) =>
        Promise.resolve({ ...trouble, ...(cause && { cause }) });
      const end = failing('foreignProgram', { start: { path: '/entry.sh' }, maybeScript: true });
      await restart({ end, crashes: { explain } });
    }
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is for linux/amd64, but its node is linux/arm64. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is labelled linux/arm64, but its entrypoint is a program for amd64. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is labelled linux/arm64, but its entrypoint is a program for another platform. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. /entry.sh is a script whose first line names no interpreter. The cluster keeps trying.
        [Show Logs] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is labelled linux/arm64 like its node, so its entrypoint is a program for another processor, or a script whose first line names no interpreter. Check Program Architectures tells which. The cluster keeps trying.
        [Check Program Architectures] [Undo]
      > Check Program Architectures
      command: multiarch.image.checkInside {"kind":"image","id":"r.io/app:1"}
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is for another processor than that of its node, or its entrypoint is a script whose first line names no interpreter. Check Program Architectures tells which. The cluster keeps trying.
        [Check Program Architectures] [Undo]
      > Escape
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c fails with “exec format error”. The image is for another processor than that of its node, or its entrypoint is a script whose first line names no interpreter. Check Program Architectures tells which. The cluster keeps trying.
        [Check Program Architectures] [Undo]
      > Escape
    `);
  });

  it('undoes a failed rollout after a question, and watches that', async () => {
    person(press('Undo'), press('Undo'), press('Undo'), leave);
    assert.equal(await restart({ end: failing('crashes') }), false);
    assert.equal(await restart({ end: { end: 'unstable' } }), false);
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c crashes. words of the program The cluster keeps trying.
        [Show Logs] [Undo]
      > Undo
      warning (modal): Undo the rollout of Deployment web?
        Context kind-dev, namespace shop. Kubernetes restores the previous revision of its template.
        If the previous revision uses the same tag, pods that still run keep their image, but new ones start what the tag points to now.
        [Undo]
      > Undo
      progress: Undoing the rollout of Deployment web in shop of kind-dev
      kubectl: undoes Deployment web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows all but mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Undid the rollout of Deployment web in shop of kind-dev: 2 of 2 pods use the pushed image.
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pods of Deployment web do not stay up. The cluster keeps trying.
        [Show Logs] [Undo]
      > Undo
      warning (modal): Undo the rollout of Deployment web?
        Context kind-dev, namespace shop. Kubernetes restores the previous revision of its template.
        If the previous revision uses the same tag, pods that still run keep their image, but new ones start what the tag points to now.
        [Undo]
      > Escape
    `);
  });

  it('undoes a StatefulSet, and deletes its failing pods only if asked to', async () => {
    const db = workload({ kind: 'StatefulSet', name: 'db' });
    const waiting = { reason: 'ErrImagePull', message: 'no match for platform in manifest' };
    const podOfDb = (name: string, more: Partial<PodContainer> = {}): Pod => {
      const { templateHash, ...pod } = podOf(name, now);
      assert.ok(templateHash);
      const containers = pod.containers.map((container) => ({ ...container, ...more }));
      return { ...pod, name, owner: { kind: 'StatefulSet', name: 'db' }, restartedAt: 'mark', containers };
    };
    const answer = runs([db], [podOfDb('db-0'), podOfDb('db-1', { waiting })]);
    person(press('Undo'), press('Undo and Delete Failing Pods'), press('Undo'), press('Undo'));
    await restart({ of: db, end: failing('noPlatform'), answer });
    await restart({ of: db, end: failing('noPlatform'), answer });
    shows(`
      progress: Restarting StatefulSet db in shop of kind-dev
      kubectl: restarts db
      progress: Watching the rollout of StatefulSet db in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c does not start: the image lacks the platform of its node. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Undo
      warning (modal): Undo the rollout of StatefulSet db?
        Context kind-dev, namespace shop. Kubernetes restores the previous revision of its template.
        A StatefulSet does not replace pods that fail to start, so they must be deleted, too.
        If the previous revision uses the same tag, pods that still run keep their image, but new ones start what the tag points to now.
        [Undo and Delete Failing Pods] [Undo]
      > Undo and Delete Failing Pods
      progress: Undoing the rollout of StatefulSet db in shop of kind-dev
      kubectl: undoes StatefulSet db
      kubectl: deletes db-1
      progress: Watching the rollout of StatefulSet db in shop of kind-dev [Stop Watching]
      kubectl: follows all but mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      information: Undid the rollout of StatefulSet db in shop of kind-dev: 2 of 2 pods use the pushed image.
      progress: Restarting StatefulSet db in shop of kind-dev
      kubectl: restarts db
      progress: Watching the rollout of StatefulSet db in shop of kind-dev [Stop Watching]
      kubectl: follows mark
        … waiting for the first new pod
        … waiting for the first new pod
        … 1 of 2 pods are new, 0 of them ready
        … all 2 new pods are ready; watching that they stay up for 10 seconds
      error: The new pod web-h-c does not start: the image lacks the platform of its node. The cluster keeps trying.
        [Build for the Cluster] [Undo]
      > Undo
      warning (modal): Undo the rollout of StatefulSet db?
        Context kind-dev, namespace shop. Kubernetes restores the previous revision of its template.
        A StatefulSet does not replace pods that fail to start, so they must be deleted, too.
        If the previous revision uses the same tag, pods that still run keep their image, but new ones start what the tag points to now.
        [Undo and Delete Failing Pods] [Undo]
      > Undo
      progress: Undoing the rollout of StatefulSet db in shop of kind-dev
      kubectl: undoes StatefulSet db
      information: Restored the previous revision of StatefulSet db. Delete its failing pods to replace them.
    `);
  });

  it('is no longer watched after Stop Watching, and rejects with what kubectl fails with', async () => {
    person(cancel('Watching'));
    const follow: Workloads['follow'] = (_placed, _mark, _news, signal) => untilAborted(signal);
    assert.equal(await restart({ own: { follow } }), false);
    shows(`
      progress: Restarting Deployment web in shop of kind-dev
      kubectl: restarts web
      progress: Watching the rollout of Deployment web in shop of kind-dev [Stop Watching]
      > Stop Watching
    `);
    person(cancel('Restarting'));
    const waits: Workloads['restart'] = (_placed, signal) => untilAborted(signal);
    assert.equal(await restart({ own: { restart: waits } }), false);
    const refused = new DiagnosedError(diagnosisOf('clusterForbidden', { context: 'dev' }));
    await assert.rejects(restart({ own: { restart: () => Promise.reject(refused) } }), refused);
  });
});
