import assert from 'node:assert/strict';
import { CancellationTokenSource, Uri } from 'vscode';
import type { WorkspaceFiles } from '../../../src/services/workspaceFiles/workspaceFiles.ts';
import { CancelledError } from '../../../src/tools/process/errors.ts';
import {
  buildsImages,
  createWorkspaceSources,
  watchManifests,
  watchSources,
} from '../../../src/vscode/workspaceSources.ts';
import { stub } from '../../support/stub.ts';
import { files } from '../../support/vscode/documents.ts';
import { inVscode, see, shows } from '../../support/vscode/session.ts';
import { setting } from '../../support/vscode/settings.ts';
import { changed, openFolders, watchedFiles } from '../../support/vscode/workspace.ts';

/** The read facts of the files; records each read by its path. */
const sources = (own: Partial<WorkspaceFiles> = {}) => {
  const read = (what: string) => (all: readonly { readonly path: string }[]) => {
    see(`${what}: ${all.map(({ path }) => path).join(', ')}`);
  };
  return createWorkspaceSources(
    stub<WorkspaceFiles>('WorkspaceFiles', {
      sources: (all) => {
        read('sources')(all);
        return Promise.resolve({
          sources: all.map(
            ({ path }) =>
              ({ kind: 'compose', service: 'a', directory: '.', files: [path], tags: [], platforms: [] }) as const,
          ),
          running: [{ name: 'db', image: 'postgres', file: 'compose.yaml' }],
          tooComplex: ['huge.yaml'],
        });
      },
      manifests: (all) => {
        read('manifests')(all);
        return Promise.resolve({ images: [{ image: 'r.io/app:1' }], tolerations: [{ key: 'gpu' }], left: 0 } as never);
      },
      naming: (id, all) => {
        read(`naming ${id}`)(all);
        return Promise.resolve(all.slice(0, 1));
      },
      dockerfile: ({ path }) => {
        see(`dockerfile: ${path}`);
        return Promise.resolve(path.includes('gone') ? undefined : { kind: 'dockerfile', file: path, stages: [] });
      },
      ...own,
    }),
  );
};

function workspace(): void {
  openFolders('shop', 'site');
  for (const file of [
    'shop/Dockerfile',
    'shop/deploy.yaml',
    'shop/compose.yaml',
    'shop/node_modules/x/Dockerfile',
    'shop/old/Dockerfile',
    'site/Dockerfile.dockerignore',
    'site/api.Dockerfile',
  ]) {
    files.write(`/ws/${file}`, '');
  }
  setting('workspace', 'search.exclude', { '**/old': true, '**/site': false, '**/{a,b}': true });
}

describe('what the workspace can build', () => {
  inVscode();

  it('is looked for in each folder, without what is excluded', async () => {
    workspace();
    const found = await sources().findSources();
    shows(`
      sources: Dockerfile, compose.yaml
      sources: api.Dockerfile
    `);
    assert.equal(found.sources.length, 3);
    assert.deepEqual(
      found.running.map(({ folder, name, image }) => [folder.name, name, image]),
      [
        ['shop', 'db', 'postgres'],
        ['site', 'db', 'postgres'],
      ],
    );
    assert.deepEqual(
      found.tooComplex.map(({ folder, path }) => `${folder.name}: ${path}`),
      ['shop: huge.yaml', 'site: huge.yaml'],
    );
  });

  it('is nothing, and no error, where the search was cancelled', async () => {
    workspace();
    const stop = new CancellationTokenSource();
    const found = sources({
      sources: (_all, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => {
            reject(new CancelledError());
          });
          stop.cancel();
        }),
    }).findSources(stop.token);
    assert.deepEqual(await found, { sources: [], running: [], tooComplex: [] });
    assert.deepEqual(await sources().findSources(stop.token), { sources: [], running: [], tooComplex: [] });
    await assert.rejects(sources({ sources: () => Promise.reject(new Error('no')) }).findSources(), /no/);
  });

  it('has images and tolerations of workloads, and files that name an image', async () => {
    workspace();
    const all = sources();
    const { workspaceFolders } = await import('vscode').then(({ workspace: own }) => own);
    assert.deepEqual(await all.findWorkloadImages(workspaceFolders![0]!), [{ image: 'r.io/app:1' }]);
    const found = await Promise.all(workspaceFolders!.map((folder) => all.findWorkloads(folder)));
    assert.equal(found.flatMap(({ tolerations }) => tolerations).length, 2);
    assert.deepEqual(
      (await all.findNaming('r.io/app:1')).map(({ fsPath }) => fsPath),
      ['/ws/shop/Dockerfile', '/ws/site/Dockerfile.dockerignore'],
    );
    shows(`
      manifests: deploy.yaml, compose.yaml
      manifests: deploy.yaml, compose.yaml
      manifests:
      naming r.io/app:1: Dockerfile, compose.yaml, deploy.yaml
      naming r.io/app:1: Dockerfile.dockerignore, api.Dockerfile
    `);
  });

  it('says how many files were read, of how many; those with short paths come first', async () => {
    openFolders('shop');
    files.write('/ws/shop/z.yaml', '');
    Array.from({ length: 10_050 }, (_, at) => {
      files.write(`/ws/shop/deep/${at}.yaml`, '');
    });
    const { workspaceFolders } = await import('vscode').then(({ workspace: own }) => own);
    let first = '';
    const all = sources({
      manifests: (read, _signal, part) => {
        first = read[0]?.path ?? '';
        part?.({ images: [], tolerations: [], left: 0 });
        return Promise.resolve({ images: [], tolerations: [], left: 7 });
      },
    });
    const parts: unknown[] = [];
    const found = await all.findWorkloads(workspaceFolders![0]!, undefined, (soFar) => parts.push(soFar.files));
    assert.equal(first, 'z.yaml');
    assert.deepEqual(parts, [{ read: 10_000, found: 10_051 }]);
    assert.deepEqual(found.files, { read: 9993, found: 10_051 });
  });

  it('is what one file says: a Dockerfile of any name, or what a Compose file takes part in', async () => {
    workspace();
    const all = sources();
    const at = async (file: string) =>
      (await all.sourceAt(Uri.file(file), async () => (await all.findSources()).sources)).map(
        ({ source }) => source.kind,
      );
    assert.deepEqual(await at('/ws/shop/any.name'), ['dockerfile']);
    assert.deepEqual(await at('/ws/shop/compose.yaml'), ['compose']);
    assert.deepEqual(await at('/ws/shop/gone'), []);
    assert.deepEqual(await at('/elsewhere/Dockerfile'), []);
    shows(`
      dockerfile: any.name
      sources: Dockerfile, compose.yaml
      sources: api.Dockerfile
      dockerfile: gone
    `);
  });

  it('is watched for', async () => {
    for (const watchFor of [watchSources, watchManifests]) {
      let times = 0;
      const watch = watchFor(() => {
        times++;
      });
      const [glob = ''] = watchedFiles();
      changed(glob);
      assert.ok(times > 0);
      watch.dispose();
      assert.deepEqual(watchedFiles(), []);
    }
    assert.equal(await buildsImages(), false);
    workspace();
    assert.equal(await buildsImages(), true);
  });
});
