import assert from 'node:assert/strict';
import { createImageList } from '../../../../../src/vscode/images/model/imageList.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import type { WorkspaceSources } from '../../../../../src/vscode/workspaceSources.ts';
import { stub } from '../../../../support/stub.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { inVscode } from '../../../../support/vscode/session.ts';
import { folder, openFolders } from '../../../../support/vscode/workspace.ts';

const source = {
  kind: 'compose',
  service: 'web',
  directory: '.',
  files: [],
  tags: ['r.io/web:1'],
  platforms: [],
} as const;

describe('the images of a workspace', () => {
  inVscode();

  it('are those that it builds, its services run and its workloads use, of all folders', async () => {
    openFolders('shop', 'site');
    const files = stub<WorkspaceSources>('WorkspaceSources', {
      findSources: () =>
        Promise.resolve({
          sources: [{ folder: folder('shop'), source }],
          running: [{ folder: folder('shop'), name: 'db', image: 'postgres:17', file: 'compose.yaml' }],
          tooComplex: [],
        }),
      findWorkloads: ({ name }) =>
        Promise.resolve({
          images: [{ image: `r.io/${name}:1`, kind: 'Pod', name: '', file: 'pod.yaml' }],
          tolerations: [],
          files: { read: 1, found: 2 },
        }),
    });
    const list = createImageList(memento(), new BuildMemory(memento()), files);
    await list.add('r.io/added:1');
    const named = (await list.find()).map(({ id, by }) => `${id}: ${by.join()}`);
    assert.deepEqual(named, [
      'r.io/added:1: added',
      'r.io/web:1: source',
      'docker.io/library/postgres:17: service',
      'r.io/shop:1: workload',
      'r.io/site:1: workload',
    ]);
    await list.remove('r.io/added:1');
    assert.equal((await list.find()).length, 4);
  });
});
