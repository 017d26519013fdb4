import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { Workload } from '../../../../src/domain/workload/workload.ts';
import type { ContainerTrouble } from '../../../../src/domain/workload/trouble.ts';
import type { RolloutEnd } from '../../../../src/services/clusters/rolloutWatch.ts';
import type { Workloads, WorkloadsAnswer } from '../../../../src/services/clusters/workloads.ts';
import { createRestart, type RestartDeps } from '../../../../src/vscode/workloads/restart.ts';
import { createWorkloadModel } from '../../../../src/vscode/workloads/workloadModel.ts';
import { digest, named } from '../../../support/sampleImages.ts';
import { podOf, runs, workload } from '../../../support/sampleWorkloads.ts';
import { stub, untilAborted } from '../../../support/stub.ts';
import { cancel, leave, press } from '../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../support/vscode/session.ts';

const app = named('r.io/app:1');
const [now, before] = [digest('aa'), digest('bb')];
const pinned = workload({ containers: [{ name: 'app', image: `r.io/app@${before}` }] });
const keepsTag = workload({ containers: [{ name: 'app', image: 'r.io/app:1', pullPolicy: 'IfNotPresent' }] });
const done: RolloutEnd = { end: 'done', wanted: 2 };

interface Case extends Partial<RestartDeps> {
  readonly of?: Workload;
  readonly context?: string;
  readonly end?: RolloutEnd;
  readonly answer?: WorkloadsAnswer;
  readonly own?: Partial<Workloads>;
}

/** Restarts a workload with these later answers of the cluster; returns whether another one may follow. */
async function restart({ of = workload(), context = 'dev', end = done, answer, own, ...deps }: Case = {}) {
  const workloads = stub<Workloads>('Workloads', {
    read: () => Promise.resolve(answer ?? runs([of], [podOf('a', now), podOf('b', now)])),
    restart: ({ workload: { name } }) => {
      see(`kubectl: restarts ${name}`);
      return Promise.resolve('mark');
    },
    follow: (_placed, mark, news) => {
      see(`kubectl: follows ${mark ?? ''}`);
      news({ state: 'going', wanted: 2, renewed: 1, ready: 0 });
      return Promise.resolve(end);
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
          { name: 'dev', cluster: 'kind' },
        ],
        current: 'dev',
        files: [],
        problems: [],
      }),
    lacksPlatforms: () => false,
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
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      information: Restarted Deployment web in shop of dev: 2 of 2 pods use the pushed image.
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
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      information: Restarted Deployment web in shop of shared: 2 of 2 pods use the pushed image.
      warning (modal): Restart Deployment web? This looks like production.
        Context production, namespace shop. Its pods are replaced with new ones.
        [Restart]
      > Escape
      warning (modal): Restart Deployment web? This looks like production.
        Context dev, namespace live. Its pods are replaced with new ones.
        [Restart]
      > Escape
    `);
  });

  it('asks before a restart that changes nothing', async () => {
    person(press('Restart'), leave);
    assert.equal(await restart({ of: pinned, answer: runs([pinned], [podOf('a', before)]) }), true);
    assert.equal(await restart({ of: pinned }), false);
    shows(`
      warning (modal): Restart Deployment web although this changes nothing?
        Context dev, namespace shop. Its pods are replaced with new ones.
        It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.
        [Restart]
      > Restart
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      warning: Restarted Deployment web in shop of dev: 0 of 1 pod uses the pushed image. It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.
      warning (modal): Restart Deployment web although this changes nothing?
        Context dev, namespace shop. Its pods are replaced with new ones.
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
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      warning: Restarted Deployment web in shop of dev: 1 of 2 pods use the pushed image. Its nodes start the image that they have for this tag (imagePullPolicy). Push with a new tag, or pin the digest in its manifest.
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      warning: Restarted Deployment web in shop of dev: 1 of 2 pods use the pushed image. It uses 2.
    `);
  });

  it('reports the number of ready pods without permission to list them, or without information about them', async () => {
    await restart({ answer: { ...runs([workload()]), withoutPods: true } });
    await restart({
      answer: { problem: diagnosisOf('clusterForbidden', { context: 'dev' }) },
      end: { end: 'done', wanted: 1 },
    });
    shows(`
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      information: Restarted Deployment web in shop of dev: all 2 pods are ready.
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      information: Restarted Deployment web in shop of dev: its pod is ready.
    `);
  });

  it('follows nothing if pods are replaced only when they are deleted', async () => {
    assert.equal(await restart({ of: workload({ onDelete: true }) }), true);
    shows(`
      progress: Restarting Deployment web in shop of dev
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
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      warning: Deployment web was deleted in the meantime.
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The rollout of Deployment web does not finish. It has timed out.
        [Show Logs]
      > Escape
    `);
    const lost: RolloutEnd = { end: 'lost', problem: diagnosisOf('clusterUnreachable', { context: 'dev' }) };
    await assert.rejects(restart({ end: lost }), { code: 'clusterUnreachable' });
  });

  it('tells why a new pod does not come up, with what helps', async () => {
    const failing = (kind: ContainerTrouble['kind']): RolloutEnd => ({
      end: 'failing',
      pod: podOf('c', now),
      trouble: { kind, container: 'app', reason: 'Error', message: 'words of the program' } as ContainerTrouble,
    });
    person(
      press('Show Logs'),
      press('Add Missing Platforms…'),
      press('Build for the Cluster'),
      ...Array.from({ length: 4 }, () => leave),
    );
    await restart({ end: failing('crashes') });
    await restart({ end: failing('noPlatform'), lacksPlatforms: () => true });
    await restart({ end: failing('foreignProgram') });
    for (const kind of ['script', 'notPulled', 'unschedulable', 'other'] as const) {
      await restart({ end: failing(kind) });
    }
    shows(`
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c crashes. words of the program The cluster keeps trying.
        [Show Logs]
      > Show Logs
      logs: web
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c does not start: the image lacks the platform of its node. The cluster keeps trying.
        [Show Logs] [Add Missing Platforms…]
      > Add Missing Platforms…
      command: multiarch.image.addMissing {"kind":"image","id":"r.io/app:1"}
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c fails with “exec format error”: the image is for another processor than that of its node. The cluster keeps trying.
        [Show Logs] [Build for the Cluster]
      > Build for the Cluster
      command: multiarch.buildForCluster
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c does not start: its entrypoint is a script whose first line names no interpreter. The cluster keeps trying.
        [Show Logs]
      > Escape
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c cannot pull its image. words of the program The cluster keeps trying.
        [Show Logs]
      > Escape
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c cannot be scheduled on any node. words of the program The cluster keeps trying.
        [Show Logs]
      > Escape
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      kubectl: follows mark
        … 1 of 2 pods are new, 0 of them ready
      error: The new pod web-h-c does not start: Error. words of the program The cluster keeps trying.
        [Show Logs]
      > Escape
    `);
  });

  it('is cancelled while it is followed, and rejects with what kubectl fails with', async () => {
    person(cancel('Restarting'));
    const follow: Workloads['follow'] = (_placed, _mark, _news, signal) => untilAborted(signal);
    assert.equal(await restart({ own: { follow } }), false);
    shows(`
      progress: Restarting Deployment web in shop of dev
      kubectl: restarts web
      > Cancel
    `);
    const refused = new DiagnosedError(diagnosisOf('clusterForbidden', { context: 'dev' }));
    await assert.rejects(restart({ own: { restart: () => Promise.reject(refused) } }), refused);
  });
});
