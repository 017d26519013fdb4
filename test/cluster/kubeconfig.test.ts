import assert from 'node:assert/strict';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
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

      it('may have fields that nobody knows', async () => {
        const known = entry('future', cluster.caFile);
        await write('future', {
          apiVersion: 'v1',
          kind: 'Config',
          extensions: [{ name: 'x', extension: { any: ['thing'] } }],
          'from-the-future': { deep: [1, { a: null }] },
          ...known,
          contexts: [{ ...known.contexts[0], extra: true }, 7, null],
        });
        const read = service(kubectl, 'future');
        assert.deepEqual(
          (await read.contexts()).contexts.map(({ name }) => name),
          ['future'],
        );
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

      it('that is empty or a folder has no contexts', async () => {
        await write('empty', '');
        await mkdir(file('folder'), { recursive: true });
        const empty = service(kubectl, 'empty');
        assert.deepEqual((await empty.contexts()).problems, []);
        assert.equal(verdict(await empty.read('any')), 'failed clusterContextMissing');
        assert.equal(verdict(await service(kubectl, 'folder').read('any')), 'failed kubeconfigInvalid');
      });

      it('with thousands of contexts is read; one that no person wrote is not', async () => {
        const many = Array.from({ length: 5000 }, (_, index) => entry(`context-${index}`, cluster.caFile));
        await write('many', {
          clusters: many.flatMap(({ clusters }) => clusters),
          users: many.flatMap(({ users }) => users),
          contexts: many.flatMap(({ contexts }) => contexts),
        });
        const read = service(kubectl, 'many');
        assert.equal((await read.contexts()).contexts.length, 5000);
        assert.deepEqual(summary(await read.read('context-4999')), nodes);
        await write('huge', `# ${'x'.repeat(5_000_000)}\n`);
        const huge = service(kubectl, 'huge');
        assert.deepEqual((await huge.contexts()).problems, [{ file: file('huge'), detail: '5000003 bytes' }]);
        assert.deepEqual(huge.commands, []);
      });
    });
  }
});
