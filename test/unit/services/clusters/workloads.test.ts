import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { kubeFacts } from '../../../../src/domain/configFiles/kubeFacts.ts';
import { createClusters } from '../../../../src/services/clusters/clusters.ts';
import type { ClustersDeps } from '../../../../src/services/clusters/contexts.ts';
import type { RolloutNews } from '../../../../src/services/clusters/rolloutWatch.ts';
import { createWorkloads } from '../../../../src/services/clusters/workloads.ts';
import type { After } from '../../../../src/services/concurrency/timer.ts';
import type { PlacedWorkload, Pod, PodContainer } from '../../../../src/domain/workload/workload.ts';
import type { Command } from '../../../../src/tools/process/command.ts';
import { CancelledError, CommandError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { failureText } from '../../../../src/vscode/shared/errors/diagnosisTexts.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recording = (version: string, name: string) =>
  readRecording(new URL(`../../../fixtures/kubectl/${version}/${name}.json`, import.meta.url));

/** The recording for these arguments. */
type Script = (args: string) => string;

const whole: Script = (args) =>
  args.includes('watch=true')
    ? args.includes('/pods?')
      ? 'watch-pods'
      : 'watch-deployment'
    : args.includes('/pods?')
      ? 'pods'
      : args.startsWith('rollout')
        ? 'restart'
        : `workloads-${/\/(\w+)\?resource/.exec(args)?.[1] ?? ''}`;

function replay(version: string, script: Script) {
  const calls: string[] = [];
  let running = 0;
  let most = 0;
  const answer = async (args: readonly string[]) => {
    calls.push(args.join(' '));
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return recording(version, script(args.join(' ')));
  };
  const runner: ClustersDeps['runner'] = {
    async stream({ args }, { onStdout, onStderr, signal }) {
      const { stdout, stderr, exitCode } = await answer(args);
      onStdout?.(Buffer.from(stdout));
      onStderr?.(Buffer.from(stderr));
      if (signal?.aborted) {
        throw new CancelledError();
      }
      return exitCode;
    },
    async run<T>(command: Command<T>) {
      const output = await answer(command.args);
      if (output.exitCode !== 0) {
        throw new CommandError(command, output);
      }
      return command.parse(output);
    },
  };
  return { runner, calls, most: () => most };
}

const web: PlacedWorkload = {
  context: 'admin',
  workload: { kind: 'Deployment', name: 'web', namespace: 'shop', containers: [], selector: 'app=web' },
};

describe('what clusters run', () => {
  let home = '';
  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'workloads-'));
    const context = (namespace?: string) => ({ cluster: 'c', user: 'none', ...(namespace && { namespace }) });
    await writeFile(
      path.join(home, 'config'),
      JSON.stringify({
        clusters: [{ name: 'c', cluster: { server: 'https://192.0.2.1:6443' } }],
        contexts: [
          { name: 'admin', context: context() },
          { name: 'shop', context: context('shop') },
        ],
      }),
    );
  });
  after(() => rm(home, { recursive: true }));
  const clustersWith = (runner: ClustersDeps['runner'], kubectlPath = process.execPath) =>
    createClusters({
      runner,
      env: { KUBECONFIG: path.join(home, 'config') },
      home,
      kubectlPath: () => kubectlPath,
      kubeFacts: (text) => Promise.resolve(kubeFacts(text)),
    });
  const at0: After = (_ms, act) => {
    act();
    return () => undefined;
  };
  const workloadsWith = (runner: ClustersDeps['runner'], kubectlPath?: string) =>
    createWorkloads(clustersWith(runner, kubectlPath).access, at0);
  const problemOf = async (action: Promise<unknown>) => {
    try {
      await action;
    } catch (error) {
      assert.ok(isDiagnosedError(error), String(error));
      return error.diagnosis;
    }
    return assert.fail('it should have failed');
  };

  for (const version of ['1.36.3', '1.32.3']) {
    it(`is read one process after the other, once for all who ask (kubectl ${version})`, async () => {
      const { runner, calls, most } = replay(version, whole);
      const workloads = workloadsWith(runner);
      const [first, second] = await Promise.all([workloads.read('admin'), workloads.read('admin')]);
      assert.equal(first, second);
      assert.ok('workloads' in first);
      assert.deepEqual([first.workloads.length, first.pods.length, first.onlyNamespace], [6, 12, undefined]);
      assert.deepEqual([calls.length, most()], [5, 1]);
    });

    it(`is that of the context's namespace where more may not be listed (kubectl ${version})`, async () => {
      const script: Script = (args) =>
        args.includes('/namespaces/shop/') || args.includes('daemonsets')
          ? whole(args)
          : 'workloads-deployments-forbidden';
      const { runner, calls } = replay(version, script);
      const answer = await workloadsWith(runner).read('shop');
      assert.ok('workloads' in answer);
      assert.equal(answer.onlyNamespace, 'shop');
      assert.deepEqual(
        calls.map((call) => /--raw=(\S+)\?/.exec(call)?.[1]),
        [
          '/apis/apps/v1/deployments',
          '/apis/apps/v1/namespaces/shop/deployments',
          '/apis/apps/v1/namespaces/shop/statefulsets',
          '/apis/apps/v1/namespaces/shop/daemonsets',
          '/apis/batch/v1/namespaces/shop/cronjobs',
          '/api/v1/namespaces/shop/pods',
        ],
      );
    });

    it(`is told without pods where those may not be listed, and not at all where nothing may (kubectl ${version})`, async () => {
      const noPods = replay(version, (args) => (args.includes('/pods?') ? 'pods-forbidden' : whole(args)));
      const answer = await workloadsWith(noPods.runner).read('admin');
      assert.ok('workloads' in answer);
      assert.deepEqual([answer.withoutPods, answer.pods], [true, []]);
      const nothing = replay(version, (args) =>
        args.includes('/pods?') ? 'pods-forbidden' : 'workloads-deployments-forbidden',
      );
      const refused = await workloadsWith(nothing.runner).read('admin');
      assert.ok('problem' in refused);
      assert.deepEqual([refused.problem.code, refused.problem.params.reason], ['clusterForbidden', 'workloads']);
      assert.equal(failureText(refused.problem).message, 'No permission to list the workloads of admin.');
    });

    it(`says why it is not known, having asked once (kubectl ${version})`, async () => {
      for (const [name, code] of [
        ['wrong-token', 'clusterUnauthorized'],
        ['down', 'clusterUnreachable'],
        ['hang', 'clusterUnreachable'],
        ['login-fails', 'clusterLoginFailed'],
        ['cut', 'clusterUnreachable'],
        ['portal', 'clusterFailed'],
      ] as const) {
        const { runner, calls } = replay(version, () => name);
        const answer = await workloadsWith(runner).read('admin');
        assert.ok('problem' in answer, name);
        assert.deepEqual([answer.problem.code, calls.length], [code, 1], name);
      }
    });

    it(`is restarted, or says why not (kubectl ${version})`, async () => {
      assert.match((await workloadsWith(replay(version, whole).runner).restart(web)) ?? '', /^2026-/);
      for (const [name, code, message] of [
        ['restart-forbidden', 'clusterForbidden', /No permission to restart/],
        ['restart-gone', 'clusterFailed', /could not be restarted/],
        ['restart-paused', 'clusterFailed', /could not be restarted/],
        ['restart-again', 'clusterFailed', /could not be restarted/],
        ['down', 'clusterUnreachable', /Cannot connect to/],
        ['hang', 'clusterUnreachable', /Timed out waiting for/],
      ] as const) {
        const problem = await problemOf(workloadsWith(replay(version, () => name).runner).restart(web));
        assert.equal(problem.code, code, name);
        const words = failureText(problem);
        assert.match(words.message, message, name);
        assert.match(words.advice ?? '', name === 'hang' ? /VPN/ : /kubectl reported/, name);
      }
    });

    it(`is followed to the end of its rollout (kubectl ${version})`, async () => {
      const { runner } = replay(version, whole);
      const news: RolloutNews[] = [];
      const signal = new AbortController().signal;
      const end = await workloadsWith(runner).follow(web, {}, (one) => news.push(one), signal);
      assert.deepEqual(end, { end: 'done', wanted: 3 });
      assert.deepEqual(news, [
        { state: 'going', wanted: 3, renewed: 0, ready: 0 },
        { state: 'going', wanted: 3, renewed: 1, ready: 1 },
        { state: 'staying', wanted: 3, seconds: 10 },
      ]);
    });

    it(`cannot be followed by who may not watch it (kubectl ${version})`, async () => {
      const { runner } = replay(version, () => 'watch-forbidden');
      const end = await workloadsWith(runner).follow(web, {}, () => undefined, new AbortController().signal);
      assert.ok(end.end === 'lost');
      assert.deepEqual([end.problem.code, end.problem.params.reason], ['clusterForbidden', 'rollout']);
    });
  }

  it('has pods that kubectl describes, or says why not', async () => {
    const pod = { ...web, workload: { ...web.workload, kind: 'Pod', name: 'web-0' } };
    const { runner, calls } = replay('1.36.3', () => 'restart');
    assert.notEqual(await workloadsWith(runner).describe(pod), '');
    assert.deepEqual(
      calls.map((call) => call.split(' ').slice(0, 3).join(' ')),
      ['describe pod/web-0 --namespace=shop'],
    );
    const refused = workloadsWith(replay('1.36.3', () => 'restart-forbidden').runner);
    assert.equal((await problemOf(refused.describe(pod))).code, 'clusterForbidden');
  });

  it('is undone, and rid of pods, or says why not', async () => {
    const { runner, calls } = replay('1.36.3', () => 'restart');
    const workloads = workloadsWith(runner);
    await workloads.undo(web);
    await workloads.deletePods(web, ['web-0']);
    assert.deepEqual(
      calls.map((call) => call.split(' ').slice(0, 3).join(' ')),
      ['rollout undo deployment/web', 'delete pod/web-0 --namespace=shop'],
    );
    const refused = workloadsWith(replay('1.36.3', () => 'restart-forbidden').runner);
    for (const action of [refused.undo(web), refused.deletePods(web, ['web-0'])]) {
      const problem = await problemOf(action);
      assert.equal(failureText(problem).message, 'No permission to undo the rollout in admin.');
    }
    const paused = await problemOf(workloadsWith(replay('1.36.3', () => 'restart-paused').runner).undo(web));
    assert.equal(failureText(paused).message, 'The rollout in admin could not be undone.');
  });

  it('has the platform of a node, unless that may not be read', async () => {
    const { signal } = new AbortController();
    const of = (stdout: string) => {
      const runner: ClustersDeps['runner'] = {
        ...replay('1.36.3', whole).runner,
        run: <T>(command: Command<T>) => Promise.resolve(command.parse({ stdout, stderr: '', exitCode: 0 })),
      };
      return workloadsWith(runner).nodePlatform('admin', 'node-1', signal);
    };
    assert.equal(await of('{"status":{"nodeInfo":{"operatingSystem":"linux","architecture":"arm64"}}}'), 'linux/arm64');
    const refused = workloadsWith(replay('1.36.3', () => 'forbidden').runner);
    assert.equal(await refused.nodePlatform('admin', 'node-1', signal), undefined);
  });

  it('has the last words of a container: of the one that ended last, and of the one before while it runs again', async () => {
    const words = async (container: Partial<PodContainer>, logs: (previous: boolean) => string) => {
      const asked: boolean[] = [];
      const runner: ClustersDeps['runner'] = {
        ...replay('1.36.3', whole).runner,
        run: <T>(command: Command<T>) => {
          const previous = command.args.includes('--previous');
          asked.push(previous);
          return Promise.resolve(command.parse({ stdout: logs(previous), stderr: '', exitCode: 0 }));
        },
      };
      const own = { name: 'app', image: 'x', imageId: '', ready: false, restarts: 1, ended: false, ...container };
      const pod: Pod = { name: 'web-1', namespace: 'shop', containers: [own], leaving: false };
      const { signal } = new AbortController();
      return [await workloadsWith(runner).words('admin', pod, 'app', signal), ...asked];
    };
    assert.deepEqual(await words({ ended: true }, () => 'said'), ['said', false]);
    assert.deepEqual(await words({}, (previous) => (previous ? 'before' : ' ')), ['before', false, true]);
    assert.deepEqual(await words({ runningSince: 'now' }, () => 'before'), ['before', true]);
    assert.deepEqual(await words({}, () => ''), ['', false, true]);
  });

  it('is not asked for without kubectl or for an unknown context', async () => {
    const { runner, calls } = replay('1.36.3', whole);
    const none = await workloadsWith(runner, 'kubectl-that-is-not-there').read('admin');
    assert.equal('problem' in none && none.problem.code, 'kubectlNotFound');
    const gone = await workloadsWith(runner).read('gone');
    assert.equal('problem' in gone && gone.problem.code, 'clusterContextMissing');
    assert.equal(
      (await problemOf(workloadsWith(runner).logs({ ...web, context: 'gone' }))).code,
      'clusterContextMissing',
    );
    assert.deepEqual(calls, []);
  });

  it('takes serially with the reading of nodes', async () => {
    const { runner, most } = replay('1.36.3', (args) =>
      args.includes('/nodes?') ? 'nodes' : args.includes('nodepools') ? 'pools' : whole(args),
    );
    const clusters = clustersWith(runner);
    const workloads = createWorkloads(clusters.access);
    await Promise.all([clusters.read('admin'), workloads.read('admin')]);
    assert.equal(most(), 1);
  });

  it('is given up when all callers have canceled', async () => {
    const { runner } = replay('1.36.3', whole);
    const abort = new AbortController();
    const asked = workloadsWith(runner).read('admin', abort.signal);
    abort.abort();
    await assert.rejects(asked, isCancelled);
  });

  it('names the program for logs, and its kubeconfig', async () => {
    const { file, args, env } = await workloadsWith(replay('1.36.3', whole).runner).logs(web);
    assert.equal(file, process.execPath);
    assert.ok(args.includes('--selector=app=web') && args.includes('--context=admin'));
    assert.deepEqual(env, { KUBECONFIG: path.join(home, 'config') });
  });
});
