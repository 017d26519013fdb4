import assert from 'node:assert/strict';
import type { KubeContexts } from '../../../../../src/services/clusters/contexts.ts';
import { selectClusters } from '../../../../../src/vscode/targets/commands/selectClusters.ts';
import { cluster, clusterModel } from '../../../../support/sampleClusters.ts';
import type { Clusters } from '../../../../../src/services/clusters/clusters.ts';
import { stub } from '../../../../support/stub.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { enter, leave, press, tick } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';

const known: KubeContexts = {
  contexts: [
    { name: 'kind-dev', cluster: 'kind-dev', server: 'https://127.0.0.1:1' },
    { name: 'prod', cluster: 'gke', server: 'https://me:hunter2secret@k8s.example.com', namespace: 'shop', exec: true },
  ],
  current: 'prod',
  files: ['/home/me/.kube/config'],
  problems: [],
};

async function select(contexts: Partial<KubeContexts>, model = clusterModel([])): Promise<boolean> {
  const clusters = stub<Clusters>('Clusters', { contexts: () => Promise.resolve({ ...known, ...contexts }) });
  const builders = {
    refresh: () => {
      see('asks for the builders');
      return Promise.resolve([]);
    },
  };
  return selectClusters({ clusters, model, builders })();
}

describe('Choose Target Clusters…', () => {
  inVscode();

  it('offers the contexts of the kubeconfig, the current one first, and asks for the builder too', async () => {
    person(tick('kind-dev', 'prod'));
    assert.equal(await select({}), true);
    shows(`
      pick: Choose Target Clusters — Select the clusters that images of this workspace are deployed to
        [ ] prod | current context · gke | https://***@k8s.example.com · namespace shop · uses a login plugin
        [ ] kind-dev | https://127.0.0.1:1
      > kind-dev, prod
      asks for the builders
      chooses: kind-dev, prod
    `);
  });

  it('keeps the order of those that were chosen, and shows one that is gone', async () => {
    person(tick('gone', 'kind-dev', 'prod'));
    await select({}, clusterModel([cluster('gone'), cluster('kind-dev')]));
    shows(`
      pick: Choose Target Clusters — Select the clusters that images of this workspace are deployed to
        [ ] prod | current context · gke | https://***@k8s.example.com · namespace shop · uses a login plugin
        [x] kind-dev | https://127.0.0.1:1
        [x] (warning) gone | no longer in the kubeconfig
      > gone, kind-dev, prod
      asks for the builders
      chooses: gone, kind-dev, prod
    `);
  });

  it('chooses none with none ticked, and nothing with Escape', async () => {
    person(tick(), enter, leave);
    const model = clusterModel([cluster('prod')], { bySetting: true });
    assert.equal(await select({}, model), false);
    assert.equal(await select({}, model), true);
    assert.equal(await select({}, model), false);
    shows(`
      pick: Choose Target Clusters — The setting multiarch.clusters defines the selection and will be changed
        [x] prod | current context · gke | https://***@k8s.example.com · namespace shop · uses a login plugin
        [ ] kind-dev | https://127.0.0.1:1
      >
      chooses:
      pick: Choose Target Clusters — The setting multiarch.clusters defines the selection and will be changed
        [x] prod | current context · gke | https://***@k8s.example.com · namespace shop · uses a login plugin
        [ ] kind-dev | https://127.0.0.1:1
      > Enter
      asks for the builders
      chooses: prod
      pick: Choose Target Clusters — The setting multiarch.clusters defines the selection and will be changed
        [x] prod | current context · gke | https://***@k8s.example.com · namespace shop · uses a login plugin
        [ ] kind-dev | https://127.0.0.1:1
      > Escape
    `);
  });

  it('says which files have none, and opens one that cannot be understood', async () => {
    const file = '/home/me/.kube/config';
    files.write(file, '{');
    person(press('Open File'), leave);
    assert.equal(await select({ contexts: [] }), false);
    await select({ contexts: [], problems: [{ file, detail: 'a brace is open' }] });
    await select({ contexts: [], problems: [{ file, tooComplex: true } as never] });
    shows(`
      warning: No clusters found: there is no context in /home/me/.kube/config.
      warning: The kubeconfig /home/me/.kube/config cannot be read: a brace is open
        [Open File]
      > Open File
      editor: /home/me/.kube/config
      warning: /home/me/.kube/config is too complex to read.
        [Open File]
      > Escape
    `);
  });
});
