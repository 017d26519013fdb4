import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kubeFacts } from '../../../../src/domain/configFiles/kubeFacts.ts';
import { createClusters } from '../../../../src/services/clusters/clusters.ts';
import type { ClustersDeps } from '../../../../src/services/clusters/contexts.ts';
import type { Command } from '../../../../src/tools/process/command.ts';
import { CommandError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { createRunner } from '../../../../src/tools/process/runner.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const versions = ['1.36.3', '1.32.3'];
const recording = (version: string, name: string) =>
  readRecording(new URL(`../../../fixtures/kubectl/${version}/${name}.json`, import.meta.url));

/** Replays the output of kubectl: first for nodes, then for pools. */
function replay(version: string, nodes: string, pools = 'pools-not-found') {
  const calls: (readonly string[])[] = [];
  const environments: Command<unknown>['env'][] = [];
  const runner: ClustersDeps['runner'] = {
    stream(command, { onStdout, onStderr }) {
      calls.push(command.args);
      environments.push(command.env);
      const { stdout, stderr, exitCode } = recording(version, nodes);
      onStdout?.(Buffer.from(stdout));
      onStderr?.(Buffer.from(stderr));
      return Promise.resolve(exitCode);
    },
    run<T>(command: Command<T>) {
      calls.push(command.args);
      const output = recording(version, pools);
      return output.exitCode === 0
        ? Promise.resolve(command.parse(output))
        : Promise.reject(new CommandError(command, output));
    },
  };
  return { runner, calls, environments };
}

describe('clusters', () => {
  let home = '';
  before(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'clusters-'));
    await writeFile(
      path.join(home, 'config'),
      JSON.stringify({
        'current-context': 'admin',
        clusters: [{ name: 'c', cluster: { server: 'https://192.0.2.1:6443' } }],
        users: [{ name: 'plugin', user: { exec: { command: 'sh' } } }],
        contexts: [
          { name: 'admin', context: { cluster: 'c', user: 'none' } },
          { name: 'plugin', context: { cluster: 'c', user: 'plugin' } },
        ],
      }),
    );
    await writeFile(path.join(home, 'broken'), 'clusters: [\n  - a: {\n');
    await script(
      'silent',
      'echo "start $$" >> "$0.calls"\ntrap "sleep 0.2; echo end $$ >> \\"$0.calls\\"; exit 1" INT\nsleep 30 & wait\n',
    );
    await script(
      'slow-pools',
      `case "$*" in *nodepools*) exec sleep 30;; esac\nsleep 1.4\necho '{"kind":"NodeList","items":[]}'\n`,
    );
  });
  after(() => rm(home, { recursive: true }));

  const script = (name: string, text: string) =>
    writeFile(path.join(home, name), `#!/bin/sh\n${text}`, { mode: 0o700 });
  const file = (name: string) => path.join(home, name);
  const clustersWith = (runner: ClustersDeps['runner'], more: Partial<ClustersDeps> = {}) =>
    createClusters({
      runner,
      env: { KUBECONFIG: file('config') },
      home,
      kubectlPath: () => process.execPath,
      kubeFacts: (text) => Promise.resolve(kubeFacts(text)),
      ...more,
    });

  for (const version of versions) {
    it(`reads nodes and pools (kubectl ${version})`, async () => {
      const { runner, calls } = replay(version, 'nodes', 'pools');
      const { state, groups, local, problem } = await clustersWith(runner).read('admin');
      assert.deepEqual([state, local, problem], ['read', false, undefined]);
      // nodes, pools, and webhooks because there are several platforms
      assert.equal(calls.length, 3);
      assert.deepEqual(
        groups.map(({ platform, nodes, eligible }) => [platform, nodes, eligible]),
        [
          ['linux/amd64', 4, 1],
          ['linux/arm64', 4, 0],
          ['linux/arm/v7', 1, 1],
          ['windows/amd64', 1, 0],
          ['unknown', 1, 0],
        ],
      );
      assert.ok(groups.find(({ platform }) => platform === 'linux/arm64')?.pools?.includes('labelled'));
    });

    it(`names what went wrong (kubectl ${version})`, async () => {
      const expected: Readonly<Record<string, readonly [state: string, code: string, reason?: string]>> = {
        forbidden: ['forbidden', 'clusterForbidden'],
        'wrong-token': ['failed', 'clusterUnauthorized'],
        down: ['unreachable', 'clusterUnreachable'],
        'no-host': ['unreachable', 'clusterUnreachable'],
        hang: ['unreachable', 'clusterUnreachable', 'timeout'],
        closed: ['unreachable', 'clusterUnreachable'],
        cut: ['unreachable', 'clusterUnreachable', 'cut'],
        'cut-chunked': ['unreachable', 'clusterUnreachable', 'cut'],
        unavailable: ['unreachable', 'clusterUnreachable'],
        dangling: ['unreachable', 'clusterUnreachable'],
        'plain-http': ['unreachable', 'clusterUnreachable'],
        portal: ['failed', 'clusterFailed'],
        'unknown-authority': ['failed', 'clusterCertificate', 'authority'],
        'no-authority-file': ['failed', 'clusterCertificate'],
        'no-client-certificate': ['failed', 'clusterCertificate'],
        'login-fails': ['failed', 'clusterLoginFailed'],
        'login-missing': ['failed', 'clusterLoginFailed'],
        'login-nonsense': ['failed', 'clusterLoginFailed'],
        'login-secret': ['failed', 'clusterLoginFailed'],
        'old-exec': ['failed', 'clusterLoginFailed'],
        'old-provider': ['failed', 'clusterLoginFailed'],
        'no-context': ['failed', 'clusterContextMissing'],
        'broken-file': ['failed', 'kubeconfigInvalid'],
        'wrong-shape': ['failed', 'kubeconfigInvalid'],
      };
      for (const [name, [state, code, reason]] of Object.entries(expected)) {
        const { runner, calls } = replay(version, name);
        const answer = await clustersWith(runner).read('plugin');
        const { problem } = answer;
        assert.deepEqual([answer.state, problem?.code, problem?.params.reason], [state, code, reason], name);
        assert.equal(calls.length, 1, 'nothing is asked twice');
        assert.deepEqual(answer.groups, []);
      }
    });
  }

  it('ends what answers without end', async () => {
    await script('endless', `printf '{"kind":"NodeList","items":[{"a":"'\nexec yes\n`);
    const runner = createRunner();
    const kubectlPath = () => file('endless');
    const answer = await clustersWith(runner, { kubectlPath, limit: 600_000 }).read('admin');
    assert.deepEqual([answer.state, answer.problem?.code], ['failed', 'clusterFailed']);
    runner.dispose();
  });

  it("shows the login's own words, and no secrets", async () => {
    const wordsOf = async (name: string) =>
      (await clustersWith(replay('1.36.3', name).runner).read('plugin')).problem?.params.detail ?? '';
    assert.match(await wordsOf('login-fails'), /^Error loading SSO Token: Token for corp has expired/);
    const words = await wordsOf('login-secret');
    assert.match(words, /request failed: /);
    assert.doesNotMatch(words, /eyJ|s3cr3t/);
  });

  it('has no pools where they may not be read', async () => {
    for (const pools of ['pools-not-found', 'pools-forbidden']) {
      const answer = await clustersWith(replay('1.36.3', 'nodes-none', pools).runner).read('admin');
      assert.deepEqual([answer.state, answer.groups], ['read', []]);
    }
  });

  it('starts nothing without kubectl, for an unknown context or a broken file, or to read the contexts', async () => {
    const { runner, calls } = replay('1.36.3', 'nodes');
    const codeOf = async (context: string, more: Partial<ClustersDeps>) =>
      (await clustersWith(runner, more).read(context)).problem?.code;
    assert.equal(await codeOf('admin', { kubectlPath: () => 'kubectl-that-is-not-there' }), 'kubectlNotFound');
    assert.equal(await codeOf('gone', {}), 'clusterContextMissing');
    assert.equal(await codeOf('admin', { env: { KUBECONFIG: file('broken') } }), 'kubeconfigInvalid');
    const { contexts, current } = await clustersWith(runner).contexts();
    assert.deepEqual([contexts.map(({ name }) => name), current], [['admin', 'plugin'], 'admin']);
    assert.deepEqual(calls, []);
  });

  it('goes by what is declared only where the nodes cannot be read', async () => {
    const declared = { admin: ['arm64', 'linux/arm64', 'nonsense/of/mine/here'] };
    const failed = await clustersWith(replay('1.36.3', 'forbidden').runner).read('admin', { declared });
    assert.deepEqual([failed.state, failed.problem?.code], ['declared', 'clusterForbidden']);
    assert.deepEqual(
      failed.groups.map(({ platform }) => platform),
      ['linux/arm64'],
    );
    const read = await clustersWith(replay('1.36.3', 'nodes').runner).read('admin', { declared });
    assert.equal(read.state, 'read');
  });

  it('does not wait for a kubeconfig in a pipe, and reads no device', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    await createRunner().run({ file: '/usr/bin/mkfifo', args: [file('pipe')], parse: () => undefined });
    const env = { KUBECONFIG: [file('pipe'), '/dev/zero', file('config')].join(path.delimiter) };
    const { contexts, problems } = await clustersWith(replay('1.36.3', 'nodes').runner, { env }).contexts();
    assert.deepEqual(
      contexts.map(({ name }) => name),
      ['admin', 'plugin'],
    );
    assert.deepEqual(
      problems.map((problem) => problem.file),
      [file('pipe'), '/dev/zero'],
    );
  });

  it('hands kubectl the kubeconfig of another extension rather than that of the environment', async () => {
    const { runner, environments } = replay('1.36.3', 'nodes');
    await writeFile(file('other'), await readFile(file('config')));
    await clustersWith(runner, { kubeconfigPath: () => file('other') }).read('admin');
    await clustersWith(runner).read('admin');
    assert.deepEqual(
      environments.map((env) => env?.KUBECONFIG),
      [file('other'), file('config')],
    );
  });

  describe('with real processes', () => {
    const runner = createRunner();
    after(() => {
      runner.dispose();
    });
    const log = async () => (await readFile(file('silent.calls'), 'utf8').catch(() => '')).trim().split('\n');
    beforeEach(() => rm(file('silent.calls'), { force: true }));

    it('ends a silent kubectl at the limit; a silent login is the likely cause where there is one', async () => {
      const clusters = clustersWith(runner, { kubectlPath: () => file('silent'), limit: 300 });
      const [plain, plugin] = await Promise.all([clusters.read('admin'), clusters.read('plugin')]);
      assert.deepEqual([plain.problem?.code, plain.problem?.params.reason], ['clusterUnreachable', 'timeout']);
      assert.deepEqual([plugin.problem?.code, plugin.problem?.params.reason], ['clusterLoginFailed', 'timeout']);
      assert.equal(plugin.state, 'failed');
    });

    it('gives nodes and pools one limit together', async () => {
      const began = performance.now();
      const answer = await clustersWith(runner, { kubectlPath: () => file('slow-pools'), limit: 2000 }).read('admin');
      assert.equal(answer.state, 'read');
      assert.ok(performance.now() - began < 3000);
    });

    it('shares one process, ended when the last one leaves; the next begins after that', async () => {
      const clusters = clustersWith(runner, { kubectlPath: () => file('silent'), limit: 1500 });
      const [first, second] = [new AbortController(), new AbortController()];
      const cancelled = [first, second].map(({ signal }) =>
        assert.rejects(clusters.read('admin', { signal }), isCancelled),
      );
      await sleep(400);
      first.abort();
      await cancelled[0];
      await sleep(300);
      assert.deepEqual(
        (await log()).map((line) => line.split(' ')[0]),
        ['start'],
        'one still waits',
      );
      second.abort();
      await cancelled[1];
      const next = await clusters.read('admin');
      assert.equal(next.problem?.code, 'clusterUnreachable');
      const [started, ended, again] = await log();
      assert.equal(ended, started?.replace('start', 'end'));
      assert.match(again ?? '', /^start/);
    });
  });
});
