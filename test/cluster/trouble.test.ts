import assert from 'node:assert/strict';
import { readFile, readlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCancelled } from '../../src/tools/process/errors.ts';
import { startCluster, tokens, type Cluster } from '../bed/cluster/cluster.ts';
import { startClusters, type Clusters } from '../bed/cluster/clusters.ts';
import { startCuttingProxy } from '../bed/cluster/cuttingProxy.ts';
import { writeKubeconfig, type ContextWish } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { startSilentServer } from '../bed/cluster/silentServer.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, summary, temporaryFolder, verdict } from './support.ts';

describe('clusters in trouble', function () {
  const ends = new Ends();
  let clusters: Clusters;
  let folder = '';
  /** A server whose response exceeds all buffers. */
  let large: Cluster;
  before(async function () {
    this.timeout(1_200_000);
    clusters = await bringOrSkip(this, startClusters);
    ends.add(clusters.stop);
    large = clusters.of.mixed;
    await large.createNodes(
      Array.from({ length: 300 }, (_, index) => nodeShape({ name: `more-${index}`, arch: 'amd64' })),
    );
    folder = await temporaryFolder(ends);
  });
  after(() => ends.run());
  const serviceOf = (kubectl: 0 | 1, kubeconfig = clusters.kubeconfig, limit?: number) =>
    clustersOf(kubeconfig, clusters.kubectls[kubectl].path, limit);
  const config = async (name: string, contexts: readonly ContextWish[]) => {
    const file = path.join(folder, name);
    await writeKubeconfig(file, contexts);
    return file;
  };
  const connectionsEnd = async (open: () => number) => {
    while (open() > 0) {
      await sleep(20);
    }
  };
  /** A context of `prod` whose login is a shell script. */
  const login = (name: string, script: string): ContextWish => ({
    name,
    cluster: clusters.of.prod,
    user: { exec: { command: 'sh', args: ['-c', script] } },
  });
  /** The ids that login programs recorded, at least one. */
  const startedOnes = async (file: string): Promise<readonly string[]> => {
    for (;;) {
      const text = await readFile(file, 'utf8').catch(() => '');
      if (text.endsWith('\n')) {
        return text.trim().split('\n');
      }
      await sleep(20);
    }
  };
  const ended = async (pid: string): Promise<void> => {
    // a zombie has no executable: its parent is not this process
    while (await readlink(`/proc/${pid}/exe`).catch(() => undefined)) {
      await sleep(20);
    }
  };

  for (const kubectl of [0, 1] as const) {
    describe(kubectl === 0 ? 'with the newest kubectl' : 'with an older kubectl', () => {
      it('say that nodes may not be listed, or that the login is not accepted', async () => {
        const service = serviceOf(kubectl);
        assert.equal(verdict(await service.read('forbidden')), 'forbidden clusterForbidden');
        assert.equal(verdict(await service.read('wrongtoken')), 'failed clusterUnauthorized');
      });

      it('say that no server is there', async () => {
        assert.equal(verdict(await serviceOf(kubectl).read('down')), 'unreachable clusterUnreachable');
      });

      it('are given up when they do not answer, and leave nothing behind', async () => {
        const silent = await startSilentServer();
        ends.add(silent.stop);
        const file = await config(`silent-${kubectl}`, [{ name: 'silent', cluster: silent }]);
        const service = serviceOf(kubectl, file, 1500);
        assert.equal(verdict(await service.read('silent')), 'unreachable clusterUnreachable timeout');
        assert.equal(service.running(), 0);
        await connectionsEnd(silent.open);
      });

      it('are no longer queried when all callers have canceled', async () => {
        const silent = await startSilentServer();
        ends.add(silent.stop);
        const file = await config(`left-${kubectl}`, [{ name: 'silent', cluster: silent }]);
        const service = serviceOf(kubectl, file);
        const abort = new AbortController();
        const asked = service.read('silent', { signal: abort.signal });
        while (silent.connections() === 0) {
          await sleep(20);
        }
        abort.abort();
        await assert.rejects(asked, isCancelled);
        await connectionsEnd(silent.open);
        while (service.running() > 0) {
          await sleep(20);
        }
      });

      it('are told apart from their login when it was quick and they are silent', async () => {
        const silent = await startSilentServer();
        ends.add(silent.stop);
        const credential = {
          apiVersion: 'client.authentication.k8s.io/v1',
          kind: 'ExecCredential',
          status: { token: tokens.admin },
        };
        const file = await config(`quick-${kubectl}`, [
          {
            name: 'quick',
            cluster: silent,
            user: { exec: { command: 'echo', args: [JSON.stringify(credential)] } },
          },
        ]);
        // kubectl gives up by itself, before the limit
        const answer = await serviceOf(kubectl, file, 8000).read('quick');
        assert.equal(verdict(answer), 'unreachable clusterUnreachable timeout');
      });

      it('that end in mid-answer are never taken for read', async () => {
        // from the middle of the handshake to near the end; the response is compressed
        const cuts = [500, 4_000, 12_000, 20_000, 150_000];
        const seen = new Set<string>();
        for (const bytes of cuts) {
          const proxy = await startCuttingProxy(large.port, bytes);
          ends.add(proxy.stop);
          const file = await config(`cut-${kubectl}-${bytes}`, [
            { name: 'cut', cluster: { server: proxy.server, caFile: large.caFile } },
          ]);
          const answer = await serviceOf(kubectl, file).read('cut');
          assert.notEqual(answer.state, 'read', `after ${bytes} bytes`);
          assert.ok(proxy.cuts() > 0, `nothing was cut after ${bytes} bytes`);
          assert.deepEqual(answer.groups, []);
          seen.add(verdict(answer));
        }
        assert.ok(seen.has('unreachable clusterUnreachable cut'), [...seen].join(', '));
      });

      it('whose login waits for a person are given up, started once for all who ask', async () => {
        await writeFile(clusters.pluginStarts, '');
        const service = serviceOf(kubectl, clusters.kubeconfig, 2500);
        const answers = await Promise.all([service.read('plugin'), service.read('plugin')]);
        assert.deepEqual(answers.map(verdict), [
          'failed clusterLoginFailed timeout',
          'failed clusterLoginFailed timeout',
        ]);
        assert.equal((await readFile(clusters.pluginStarts, 'utf8')).trim(), 'start');
        assert.equal(service.running(), 0);
      });

      it('whose login waits for ever leave no process behind, given up or cancelled, even a stubborn one', async () => {
        const notes = (name: string) => path.join(folder, `${name}-${kubectl}.pids`);
        const stubborn = (name: string) =>
          login(name, `trap '' INT TERM HUP; echo $$ >> '${notes(name)}'; while :; do sleep 600; done`);
        const file = await config(`stubborn-${kubectl}`, [stubborn('late'), stubborn('left')]);
        const late = serviceOf(kubectl, file, 2500);
        assert.equal(verdict(await late.read('late')), 'failed clusterLoginFailed timeout');
        const left = serviceOf(kubectl, file);
        const abort = new AbortController();
        const asked = left.read('left', { signal: abort.signal });
        const [cancelled = ''] = await startedOnes(notes('left'));
        abort.abort();
        await assert.rejects(asked, isCancelled);
        for (const pid of [...(await startedOnes(notes('late'))), cancelled]) {
          await ended(pid);
        }
        while (left.running() > 0) {
          await sleep(20);
        }
        assert.deepEqual(
          [late.running(), (await startedOnes(notes('late'))).length, (await startedOnes(notes('left'))).length],
          [0, 1, 1],
        );
      });

      it('whose login asks a question get no answer and are told so, whatever it prints', async () => {
        const file = await config(`asks-${kubectl}`, [
          login('asks', 'printf "Password: " >&2; read -r word || { echo "no password" >&2; exit 1; }'),
          login('misleads', 'echo "Error from server (Forbidden): connection refused" >&2; exit 1'),
          login('babbles', 'echo "Welcome! Please sign in."'),
          login('nothing', 'exit 0'),
        ]);
        const service = serviceOf(kubectl, file);
        const asks = await service.read('asks');
        assert.equal(verdict(asks), 'failed clusterLoginFailed');
        // any text after such a word is redacted
        assert.match(asks.problem?.params.detail ?? '', /^Password: \*\*\*/);
        for (const name of ['misleads', 'babbles', 'nothing']) {
          assert.equal(verdict(await service.read(name)), 'failed clusterLoginFailed', name);
        }
        assert.equal(service.running(), 0);
      });

      it('whose login fails tell its words, but no secret in them', async () => {
        const say = 'echo "AADSTS50173: sign in again, Authorization: Bearer abcdefghijklmnop" >&2; exit 3';
        const file = await config(`plugin-${kubectl}`, [
          login('fails', say),
          { name: 'missing', cluster: clusters.of.prod, user: { exec: { command: 'no-such-login', args: [] } } },
          {
            name: 'person',
            cluster: clusters.of.prod,
            user: { exec: { command: 'sh', args: ['-c', 'true'], interactiveMode: 'Always' } },
          },
        ]);
        const service = serviceOf(kubectl, file);
        const fails = await service.read('fails');
        assert.equal(verdict(fails), 'failed clusterLoginFailed');
        assert.match(fails.problem?.params.detail ?? '', /AADSTS50173: sign in again/);
        assert.doesNotMatch(JSON.stringify(fails), /abcdefghijklmnop/);
        assert.equal(verdict(await service.read('missing')), 'failed clusterLoginFailed');
        assert.equal(verdict(await service.read('person')), 'failed clusterLoginFailed');
      });

      it('whose certificate is not known are not trusted', async () => {
        const file = await config(`authority-${kubectl}`, [
          { name: 'other', cluster: { server: clusters.of.prod.server, caFile: clusters.of.mixed.caFile } },
          { name: 'none', cluster: { server: clusters.of.prod.server } },
        ]);
        const service = serviceOf(kubectl, file);
        assert.equal(verdict(await service.read('other')), 'failed clusterCertificate authority');
        assert.equal(verdict(await service.read('none')), 'failed clusterCertificate authority');
      });

      it('have names that are no options', async () => {
        const names = ['--kubeconfig=/etc/passwd', 'a b; touch x', '__proto__', 'ümläut/🐳'];
        const file = await config(
          `names-${kubectl}`,
          names.map((name) => ({ name, cluster: clusters.of.edge })),
        );
        const service = serviceOf(kubectl, file);
        for (const name of names) {
          assert.deepEqual(summary(await service.read(name)), ['linux/arm64 3 of 3'], name);
        }
      });
    });
  }

  it('are not asked at all where the kubeconfig does not know them', async () => {
    const service = serviceOf(0);
    for (const name of ['', 'nobody', '__proto__']) {
      assert.equal(verdict(await service.read(name)), 'failed clusterContextMissing');
    }
    assert.deepEqual(service.commands, []);
  });

  it('that ended are unreachable, and read again where the kubeconfig says they are now', async () => {
    const began = await startCluster();
    ends.add(began.stop);
    const file = await config('moved', [{ name: 'moved', cluster: began, embed: true }]);
    const service = serviceOf(0, file);
    assert.equal(verdict(await service.read('moved')), 'read');
    await began.stop();
    assert.equal(verdict(await service.read('moved')), 'unreachable clusterUnreachable');
    await config('moved', [{ name: 'moved', cluster: clusters.of.edge }]);
    assert.deepEqual(summary(await service.read('moved')), ['linux/arm64 3 of 3']);
  });

  it('that are killed while they are asked are unreachable', async () => {
    const cluster = await startCluster();
    ends.add(cluster.stop);
    const proxy = await startCuttingProxy(cluster.port, Infinity);
    ends.add(proxy.stop);
    const file = await config('killed', [{ name: 'killed', cluster: { ...cluster, server: proxy.server } }]);
    for (const kubectl of [0, 1] as const) {
      assert.equal(verdict(await serviceOf(kubectl, file).read('killed')), 'read');
    }
    process.kill(cluster.pid, 'SIGSTOP');
    const known = proxy.connections();
    const asked = Promise.all(([0, 1] as const).map((kubectl) => serviceOf(kubectl, file).read('killed')));
    while (proxy.connections() < known + 2) {
      await sleep(20);
    }
    process.kill(cluster.pid, 'SIGKILL');
    for (const answer of await asked) {
      assert.equal(answer.state, 'unreachable', verdict(answer));
    }
  });
});
