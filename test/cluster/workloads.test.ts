import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDiagnosedError } from '../../src/domain/diagnosis/diagnosis.ts';
import { usesOf, type Pushed } from '../../src/domain/workload/uses.ts';
import type { RolloutNews } from '../../src/services/clusters/rolloutWatch.ts';
import { createWorkloads, type Workloads } from '../../src/services/clusters/workloads.ts';
import type { PlacedWorkload } from '../../src/domain/workload/workload.ts';
import { afterwards, type After } from '../../src/services/concurrency/timer.ts';
import { createRunner } from '../../src/tools/process/runner.ts';
import { isCancelled } from '../../src/tools/process/errors.ts';
import { startCluster, tokens, type Cluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { startSilentServer } from '../bed/cluster/silentServer.ts';
import { appsPath, podStatus, workloadMaker, type ContainerWish } from '../bed/cluster/workloadShapes.ts';
import { freePort } from '../bed/engine/ports.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, temporaryFolder } from './support.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const repository = 'registry.example.com/shop/web';
const image = `${repository}:1.0`;
const pushed: Pushed = { digest: digest('f'), manifests: [digest('a')] };

describe('the workloads of real clusters', function () {
  const ends = new Ends();
  let cluster: Cluster;
  let make: ReturnType<typeof workloadMaker>;
  let kubeconfig = '';
  before(async function () {
    this.timeout(1_200_000);
    cluster = await bringOrSkip(this, startCluster);
    ends.add(cluster.stop);
    make = workloadMaker(cluster);
    kubeconfig = path.join(await temporaryFolder(ends), 'config');
    await writeKubeconfig(kubeconfig, [
      { name: 'admin', cluster },
      { name: 'reader', cluster, user: { token: tokens.reader } },
      { name: 'down', cluster: { server: `https://127.0.0.1:${await freePort('127.0.0.1')}` } },
    ]);
    await make.namespace('shop');
    await make.allow('reader', 'default', ['get', 'list', 'watch']);
  });
  after(() => ends.run());

  const serviceOf = (kubectl: 0 | 1, file = kubeconfig, limit?: number) => {
    const clusters = clustersOf(file, cluster.kubectls[kubectl].path, limit);
    // pods here stay up for a hundredth of the time
    const soon: After = (ms, act) => afterwards(ms / 100, act);
    return { ...clusters, workloads: createWorkloads(clusters.access, soon) };
  };
  /** A Deployment with pods as its ReplicaSet would create them. */
  const deployed = async (name: string, namespace: string, ...pods: readonly ContainerWish[]) => {
    await make.app({ kind: 'Deployment', name, namespace, image });
    for (const [index, status] of pods.entries()) {
      await podOf(name, namespace, `old-${index}`, status);
    }
  };
  const podOf = (name: string, namespace: string, end: string, status?: ContainerWish, mark?: string) =>
    make.pod({
      name: `${name}-5d9-${end}`,
      namespace,
      labels: { 'app.kubernetes.io/name': name, 'pod-template-hash': '5d9' },
      ...(mark !== undefined && { annotations: { 'kubectl.kubernetes.io/restartedAt': mark } }),
      owner: { kind: 'ReplicaSet', name: `${name}-5d9` },
      image,
      ...(status && { status }),
    });
  const placed = (name: string, namespace = 'shop', context = 'admin'): PlacedWorkload => ({
    context,
    workload: {
      kind: 'Deployment',
      name,
      namespace,
      containers: [],
      selector: `app.kubernetes.io/name=${name}`,
    },
  });
  /** As written by a controller. */
  const report = (name: string, counts: object) =>
    make.setStatus(`${appsPath('Deployment', 'shop')}/${name}`, ({ metadata }) => ({
      observedGeneration: metadata.generation,
      ...counts,
    }));
  const codeOf = async (action: Promise<unknown>) => {
    try {
      await action;
    } catch (error) {
      assert.ok(isDiagnosedError(error), String(error));
      const { code, params } = error.diagnosis;
      return [code, params.reason].filter((word) => word !== undefined).join(' ');
    }
    return assert.fail('it should have failed');
  };
  const follow = (workloads: Workloads, of: PlacedWorkload, mark: string | undefined, signal?: AbortSignal) => {
    const news: RolloutNews[] = [];
    const pods = mark === undefined ? {} : { with: mark };
    const end = workloads.follow(of, pods, (one) => news.push(one), signal ?? new AbortController().signal);
    return { news, end };
  };
  /** The number of new pods in the last news. */
  const renewedIn = (news: readonly RolloutNews[]) => {
    const last = news.at(-1);
    return last?.state === 'going' ? last.renewed : undefined;
  };
  const until = async (is: () => boolean) => {
    while (!is()) {
      await sleep(20);
    }
  };
  const running = (letter: string): ContainerWish => ({ state: 'running', imageId: `${repository}@${digest(letter)}` });

  for (const kubectl of [0, 1] as const) {
    describe(kubectl === 0 ? 'with the newest kubectl' : 'with an older kubectl', () => {
      it('tell which of their pods run what is pushed', async () => {
        const name = `read-${kubectl}`;
        await deployed(name, 'shop', running('f'), running('a'), running('9'));
        const service = serviceOf(kubectl);
        const answer = await service.workloads.read('admin');
        assert.ok('workloads' in answer);
        const use = usesOf(answer, repository, pushed).find(({ workload }) => workload.name === name);
        assert.deepEqual(
          use?.pods.map(({ verdict }) => verdict),
          ['current', 'current', 'other'],
        );
        assert.equal(use.workload.selector, `app.kubernetes.io/name=${name}`);
        assert.equal(service.commands.length, 5);
        assert.ok(service.commands.every((command) => command.includes('--context=admin')));
        assert.equal(service.running(), 0);
      });

      it('are restarted: the API server has the mark that new pods get', async () => {
        const name = `restart-${kubectl}`;
        await deployed(name, 'shop');
        const mark = await serviceOf(kubectl).workloads.restart(placed(name));
        const { spec } = await make.must('GET', `${appsPath('Deployment', 'shop')}/${name}`);
        const { template } = spec as { template: { metadata: { annotations: Record<string, string> } } };
        assert.ok(mark);
        assert.equal(template.metadata.annotations['kubectl.kubernetes.io/restartedAt'], mark);
      });

      it('are followed until all of their pods are new', async () => {
        const name = `follow-${kubectl}`;
        await deployed(name, 'shop', running('9'));
        await report(name, { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
        const { workloads, running: processes } = serviceOf(kubectl);
        const mark = await workloads.restart(placed(name));
        const { news, end } = follow(workloads, placed(name), mark);
        await until(() => news.length > 0);
        // no controller has seen it
        assert.deepEqual(news.at(-1), { state: 'unseen' });
        await report(name, { replicas: 4, updatedReplicas: 2, readyReplicas: 3, availableReplicas: 1 });
        await until(() => renewedIn(news) === 2);
        await report(name, { replicas: 3, updatedReplicas: 3, readyReplicas: 3, availableReplicas: 3 });
        assert.deepEqual(await end, { end: 'done', wanted: 3 });
        assert.deepEqual(news.at(-1), { state: 'staying', wanted: 3, seconds: 10 });
        assert.equal(processes(), 0);
      });

      it('are followed no longer when a new pod finds no image for its node, whatever old ones do', async () => {
        const name = `lacking-${kubectl}`;
        const message = `failed to pull and unpack image "${image}": no match for platform in manifest: not found`;
        const lacking: ContainerWish = { state: 'waiting', reason: 'ErrImagePull', message };
        await deployed(name, 'shop', lacking);
        const { workloads, running: processes } = serviceOf(kubectl);
        const mark = await workloads.restart(placed(name));
        const { news, end } = follow(workloads, placed(name), mark);
        await until(() => news.length > 0);
        await podOf(name, 'shop', 'new', lacking, mark);
        const ended = await end;
        assert.ok(ended.end === 'failing');
        assert.deepEqual([ended.pod.name, ended.trouble.kind], [`${name}-5d9-new`, 'noPlatform']);
        assert.equal(processes(), 0);
      });

      it('are followed no longer when a new pod crashes again and again; the log is asked for why', async () => {
        const name = `crashing-${kubectl}`;
        await deployed(name, 'shop');
        const service = serviceOf(kubectl);
        const mark = await service.workloads.restart(placed(name));
        const { news, end } = follow(service.workloads, placed(name), mark);
        await until(() => news.length > 0);
        const started: ContainerWish = { state: 'waiting', reason: 'ContainerCreating', message: '' };
        await podOf(name, 'shop', 'new', started, mark);
        const crash: ContainerWish = {
          state: 'waiting',
          reason: 'CrashLoopBackOff',
          message: 'back-off 5m0s restarting failed container',
          ended: { reason: 'Error', exitCode: 1 },
        };
        await make.setStatus(`/api/v1/namespaces/shop/pods/${name}-5d9-new`, () => podStatus(image, crash));
        const ended = await end;
        assert.ok(ended.end === 'failing');
        assert.deepEqual([ended.trouble.kind, ended.trouble.exitCode], ['crashes', 1]);
        assert.ok(service.commands.some((command) => command.includes('--previous')));
      });

      it('are followed no longer when the cluster itself has given up, or they are gone', async () => {
        const name = `stuck-${kubectl}`;
        await deployed(name, 'shop');
        const { workloads } = serviceOf(kubectl);
        const mark = await workloads.restart(placed(name));
        const stuck = follow(workloads, placed(name), mark);
        await until(() => stuck.news.length > 0);
        const conditions = [
          {
            type: 'Progressing',
            status: 'False',
            reason: 'ProgressDeadlineExceeded',
            message: 'timed out progressing',
          },
        ];
        await report(name, { replicas: 3, conditions });
        assert.deepEqual(await stuck.end, {
          end: 'stuck',
          reason: 'ProgressDeadlineExceeded',
          message: 'timed out progressing',
        });
        await report(name, { replicas: 3 });
        const gone = follow(workloads, placed(name), mark);
        await until(() => gone.news.length > 0);
        await make.must('DELETE', `${appsPath('Deployment', 'shop')}/${name}`);
        assert.deepEqual(await gone.end, { end: 'gone' });
      });

      it('are no longer followed after a cancellation, and leave no process behind', async () => {
        const name = `left-${kubectl}`;
        await deployed(name, 'shop');
        const { workloads, running: processes } = serviceOf(kubectl);
        const abort = new AbortController();
        const { news, end } = follow(workloads, placed(name), undefined, abort.signal);
        await until(() => news.length > 0);
        abort.abort();
        await assert.rejects(end, isCancelled);
        await until(() => processes() === 0);
      });

      it('are those of one namespace for who may list no more, and cannot be restarted by who may not', async () => {
        const name = `mine-${kubectl}`;
        await deployed(name, 'default', running('f'));
        const { workloads, commands } = serviceOf(kubectl);
        const answer = await workloads.read('reader');
        assert.ok('workloads' in answer);
        assert.equal(answer.onlyNamespace, 'default');
        assert.ok(usesOf(answer, repository, pushed).some(({ workload }) => workload.name === name));
        assert.equal(commands.length, 6);
        const mine = placed(name, 'default', 'reader');
        assert.equal(await codeOf(workloads.restart(mine)), 'clusterForbidden restart');
        assert.equal(await codeOf(workloads.restart(placed('any', 'shop', 'reader'))), 'clusterForbidden restart');
        const { end } = follow(workloads, placed('any', 'shop', 'reader'), undefined);
        const lost = await end;
        assert.deepEqual([lost.end, lost.end === 'lost' && lost.problem.params.reason], ['lost', 'rollout']);
      });

      it('say that they are gone or paused, or that no server is there', async () => {
        const name = `paused-${kubectl}`;
        await make.app({ kind: 'Deployment', name, namespace: 'shop', image, spec: { paused: true } });
        const { workloads } = serviceOf(kubectl);
        assert.equal(await codeOf(workloads.restart(placed(name))), 'clusterFailed restart');
        assert.equal(await codeOf(workloads.restart(placed('nowhere'))), 'clusterFailed restart');
        assert.equal(await codeOf(workloads.restart(placed('any', 'shop', 'down'))), 'clusterUnreachable');
        const down = await workloads.read('down');
        assert.equal('problem' in down && down.problem.code, 'clusterUnreachable');
      });

      it('are given up where the cluster does not answer, and not waited for by who has left', async () => {
        const silent = await startSilentServer();
        ends.add(silent.stop);
        const file = path.join(await temporaryFolder(ends), 'config');
        await writeKubeconfig(file, [{ name: 'silent', cluster: silent }]);
        const { workloads, running: processes } = serviceOf(kubectl, file, 1500);
        const answer = await workloads.read('silent');
        assert.ok('problem' in answer);
        assert.deepEqual([answer.problem.code, answer.problem.params.reason], ['clusterUnreachable', 'timeout']);
        assert.equal(await codeOf(workloads.restart(placed('any', 'shop', 'silent'))), 'clusterUnreachable timeout');
        const patient = serviceOf(kubectl, file);
        const abort = new AbortController();
        const before = silent.connections();
        const asked = patient.workloads.read('silent', abort.signal);
        await until(() => silent.connections() > before);
        abort.abort();
        await assert.rejects(asked, isCancelled);
        await until(() => patient.running() + processes() === 0);
      });

      it('have logs that kubectl is asked for by their selector', async () => {
        const name = `logs-${kubectl}`;
        await deployed(name, 'shop', running('f'));
        const { file, args, env } = await serviceOf(kubectl).workloads.logs(placed(name));
        let words = '';
        const options = { onStderr: (chunk: Uint8Array) => (words += Buffer.from(chunk).toString()) };
        const exitCode = await createRunner().stream({ file, args, env }, options);
        // there is no kubelet: kubectl has found the pod, but its node does not exist
        assert.equal(exitCode, 1);
        assert.match(words, /node-1/);
      });
    });
  }

  it('are read to the last of 1,200 pods', async () => {
    const names = Array.from({ length: 1200 }, (_, index) => index);
    await deployed('many', 'shop');
    while (names.length > 0) {
      await Promise.all(names.splice(0, 32).map((index) => podOf('many', 'shop', `p${index}`)));
    }
    const answer = await serviceOf(0).workloads.read('admin');
    assert.ok('workloads' in answer);
    const use = usesOf(answer, repository, pushed).find(({ workload }) => workload.name === 'many');
    assert.equal(use?.pods.length, 1200);
  });
});
