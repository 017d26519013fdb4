import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCancelled } from '../../src/tools/process/errors.ts';
import { startCluster, tokens } from '../bed/cluster/cluster.ts';
import { startClusters, type Clusters } from '../bed/cluster/clusters.ts';
import { startCuttingProxy } from '../bed/cluster/cuttingProxy.ts';
import { writeKubeconfig, type ContextWish } from '../bed/cluster/kubeconfig.ts';
import { startSilentServer } from '../bed/cluster/silentServer.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, summary, temporaryFolder, verdict } from './support.ts';

describe('clusters in trouble', function () {
  const ends = new Ends();
  let clusters: Clusters;
  let folder = '';
  before(async function () {
    this.timeout(1_200_000);
    clusters = await bringOrSkip(this, startClusters);
    ends.add(clusters.stop);
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

  for (const kubectl of [0, 1] as const) {
    describe(kubectl === 0 ? 'with the newest kubectl' : 'with an older kubectl', () => {
      it('say that nodes may not be listed, or that the login is not accepted', async () => {
        const service = serviceOf(kubectl);
        assert.equal(verdict(await service.read('forbidden')), 'forbidden clusterForbidden');
        assert.equal(verdict(await service.read('wrongtoken')), 'failed clusterUnauthorized');
      });

      it('say that nobody is there', async () => {
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

      it('are not asked any more when nobody waits', async () => {
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
      });

      it('that end in mid-answer are never taken for read', async () => {
        const cuts = [4_000, 12_000, 20_000];
        const seen = new Set<string>();
        for (const bytes of cuts) {
          const proxy = await startCuttingProxy(clusters.of.prod.port, bytes);
          ends.add(proxy.stop);
          const file = await config(`cut-${kubectl}-${bytes}`, [
            { name: 'cut', cluster: { server: proxy.server, caFile: clusters.of.prod.caFile } },
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

      it('whose login fails tell its words, but no secret in them', async () => {
        const say = 'echo "AADSTS50173: sign in again, Authorization: Bearer abcdefghijklmnop" >&2; exit 3';
        const file = await config(`plugin-${kubectl}`, [
          { name: 'fails', cluster: clusters.of.prod, user: { exec: { command: 'sh', args: ['-c', say] } } },
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
        assert.equal(verdict(await service.read('other')), 'failed clusterCertificate');
        assert.equal(verdict(await service.read('none')), 'failed clusterCertificate');
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

  it('that ended and came back are read again', async () => {
    const cluster = await startCluster();
    ends.add(cluster.stop);
    const file = await config('ended', [{ name: 'short', cluster, embed: true, user: { token: tokens.admin } }]);
    const service = serviceOf(0, file);
    assert.equal(verdict(await service.read('short')), 'read');
    await cluster.stop();
    assert.equal(verdict(await service.read('short')), 'unreachable clusterUnreachable');
  });
});
