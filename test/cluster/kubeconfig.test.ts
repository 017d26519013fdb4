import assert from 'node:assert/strict';
import { once } from 'node:events';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { startCluster, tokens, type Cluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { Ends } from '../engine/ends.ts';
import { bringOrSkip } from '../support/skip.ts';
import { clustersOf, summary, temporaryFolder, verdict } from './support.ts';

describe('a kubeconfig, as kubectl and we read it', function () {
  const ends = new Ends();
  let cluster: Cluster;
  let folder = '';
  before(async function () {
    this.timeout(1_200_000);
    cluster = await bringOrSkip(this, startCluster);
    ends.add(cluster.stop);
    await cluster.createNodes([nodeShape({ name: 'one', arch: 'riscv64' })]);
    folder = await temporaryFolder(ends);
  });
  after(() => ends.run());
  const nodes = ['linux/riscv64 1 of 1'];
  const file = (name: string) => path.join(folder, name);
  const service = (kubectl: 0 | 1, ...names: readonly string[]) =>
    clustersOf(names.map(file).join(path.delimiter), cluster.kubectls[kubectl].path);
  const entry = (name: string, authority: string, server = cluster.server) => ({
    clusters: [{ name, cluster: { server, 'certificate-authority': authority } }],
    users: [{ name, user: { token: tokens.admin } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  });
  const write = (name: string, content: unknown) =>
    writeFile(file(name), typeof content === 'string' ? content : JSON.stringify(content));

  for (const kubectl of [0, 1] as const) {
    describe(kubectl === 0 ? 'with the newest kubectl' : 'with an older kubectl', () => {
      it('may name a certificate beside itself', async () => {
        await mkdir(file('home/tls'), { recursive: true });
        await copyFile(cluster.caFile, file('home/tls/ca.pem'));
        await write('home/config', entry('relative', 'tls/ca.pem'));
        assert.deepEqual(summary(await service(kubectl, 'home/config').read('relative')), nodes);
      });

      it('may be several files, of which the first is right, and some are missing', async () => {
        await write('first', { contexts: [{ name: 'shared', context: { cluster: 'real', user: 'real' } }] });
        await write('second', {
          ...entry('real', cluster.caFile),
          contexts: [{ name: 'shared', context: { cluster: 'nowhere', user: 'nobody' } }],
        });
        const read = service(kubectl, 'missing', 'first', 'second');
        const { contexts, problems } = await read.contexts();
        assert.deepEqual([contexts.map(({ name, cluster: of }) => [name, of]), problems], [[['shared', 'real']], []]);
        assert.deepEqual(summary(await read.read('shared')), nodes);
      });

      it('may have unknown fields', async () => {
        const known = entry('future', cluster.caFile);
        await write('future', {
          apiVersion: 'v1',
          kind: 'Config',
          extensions: [{ name: 'x', extension: { any: ['thing'] } }],
          'from-the-future': { deep: [1, { a: null }] },
          ...known,
          clusters: known.clusters.map((each) => ({ ...each, cluster: { ...each.cluster, 'from-the-future': 1 } })),
          contexts: [{ ...known.contexts[0], extra: true }],
        });
        assert.deepEqual(summary(await service(kubectl, 'future').read('future')), nodes);
      });

      it('may have entries that are none', async () => {
        const known = entry('odd', cluster.caFile);
        await write('odd', { ...known, contexts: [...known.contexts, 7, null] });
        const read = service(kubectl, 'odd');
        assert.deepEqual(
          (await read.contexts()).contexts.map(({ name }) => name),
          ['odd'],
        );
        // kubectl itself refuses them
        assert.equal(verdict(await read.read('odd')), 'failed kubeconfigInvalid');
      });

      it('may name a server behind a path, as that of Rancher is', async () => {
        const front = createServer((request, response) => {
          const [, path] = /^\/k8s\/clusters\/c-m-1(\/.*)$/.exec(request.url ?? '') ?? [];
          const answer = path === undefined ? { status: 404, body: '' } : cluster.ask('GET', path);
          Promise.resolve(answer).then(
            ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
            () => response.destroy(),
          );
        }).listen(0, '127.0.0.1');
        ends.add(() => {
          front.closeAllConnections();
          front.close();
        });
        await once(front, 'listening');
        const server = `http://127.0.0.1:${(front.address() as AddressInfo).port}/k8s/clusters/c-m-1`;
        await writeKubeconfig(file('path'), [{ name: 'rancher', cluster: { server } }]);
        assert.deepEqual(summary(await service(kubectl, 'path').read('rancher')), nodes);
      });

      it('that names a certificate which is not there says so', async () => {
        await write('lost', entry('lost', 'tls/nowhere.pem'));
        const answer = await service(kubectl, 'lost').read('lost');
        assert.equal(verdict(answer), 'failed clusterCertificate');
        assert.match(answer.problem?.params.detail ?? '', /nowhere\.pem/);
      });

      it('that is broken is named, with what is wrong', async () => {
        await write('broken', 'contexts:\n- name: [\n  context: {');
        const read = service(kubectl, 'broken');
        const { contexts, problems } = await read.contexts();
        assert.deepEqual([contexts, problems.map((problem) => problem.file)], [[], [file('broken')]]);
        const answer = await read.read('any');
        assert.equal(verdict(answer), 'failed kubeconfigInvalid');
        assert.equal(answer.problem?.params.file, file('broken'));
      });

      it('that is broken hides no context of another file', async () => {
        await write('broken', 'contexts:\n- name: [\n  context: {');
        await writeKubeconfig(file('good'), [{ name: 'good', cluster }]);
        const read = service(kubectl, 'broken', 'good');
        assert.deepEqual(
          (await read.contexts()).contexts.map(({ name }) => name),
          ['good'],
        );
        // kubectl itself refuses all of them
        assert.equal(verdict(await read.read('good')), 'failed kubeconfigInvalid');
      });

      it('that is not there, is empty or a folder has no contexts', async () => {
        const missing = service(kubectl, 'missing');
        assert.deepEqual(await missing.contexts(), { contexts: [], files: [file('missing')], problems: [] });
        assert.equal(verdict(await missing.read('any')), 'failed clusterContextMissing');
        await write('empty', '');
        await mkdir(file('folder'), { recursive: true });
        const empty = service(kubectl, 'empty');
        assert.deepEqual((await empty.contexts()).problems, []);
        assert.equal(verdict(await empty.read('any')), 'failed clusterContextMissing');
        assert.equal(verdict(await service(kubectl, 'folder').read('any')), 'failed kubeconfigInvalid');
      });

      it('with thousands of contexts is read up to 4 MiB, and refused above', async () => {
        const many = Array.from({ length: 5000 }, (_, index) => entry(`context-${index}`, cluster.caFile));
        const text = JSON.stringify({
          clusters: many.flatMap(({ clusters }) => clusters),
          users: many.flatMap(({ users }) => users),
          contexts: many.flatMap(({ contexts }) => contexts),
        });
        const largest = 4 * 1024 * 1024;
        await write('many', text.padEnd(largest));
        const read = service(kubectl, 'many');
        const { contexts, problems } = await read.contexts();
        assert.deepEqual([contexts.length, problems], [5000, []]);
        assert.deepEqual(summary(await read.read('context-4999')), nodes);
        await write('huge', text.padEnd(largest + 1));
        const huge = service(kubectl, 'huge');
        assert.deepEqual(await huge.contexts(), {
          contexts: [],
          files: [file('huge')],
          problems: [{ file: file('huge'), detail: '4194305 bytes' }],
        });
        const answer = await huge.read('context-4999');
        assert.equal(verdict(answer), 'failed kubeconfigInvalid');
        assert.deepEqual([answer.problem?.params.file, answer.problem?.params.detail], [file('huge'), '4194305 bytes']);
        assert.deepEqual(huge.commands, []);
      });
    });
  }
});
