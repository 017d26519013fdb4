import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { commands, type Memento } from 'vscode';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import type { ImageServices } from '../../../../src/services/imageServices.ts';
import { createLocalImages } from '../../../../src/services/images/localImages.ts';
import type { Images } from '../../../../src/services/images/images.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import type { ClusterModel } from '../../../../src/vscode/targets/clusters/clusterModel.ts';
import { createPlatformFacts } from '../../../../src/vscode/images/model/platformFacts.ts';
import { createFormerDigests } from '../../../../src/vscode/images/model/formerDigests.ts';
import type { ImagesUiDeps } from '../../../../src/vscode/images/imagesUi.ts';
import { createLazyImagesUi } from '../../../../src/vscode/images/lazyImagesUi.ts';
import { BuildMemory } from '../../../../src/vscode/memory.ts';
import type { FoundWorkloads, WorkspaceSources } from '../../../../src/vscode/workspaceSources.ts';
import { atNoon } from '../../../support/noon.ts';
import { cluster, clusterModel, group } from '../../../support/sampleClusters.ts';
import { digest, inspected } from '../../../support/sampleImages.ts';
import { workloadUses } from '../../../support/sampleClusters.ts';
import { stub } from '../../../support/stub.ts';
import { files } from '../../../support/vscode/documents.ts';
import { EventEmitter } from '../../../support/vscode/events.ts';
import { memento } from '../../../support/vscode/memento.ts';
import { inVscode, see, seen, shows } from '../../../support/vscode/session.ts';
import { provider, rowCalled, showView, tree } from '../../../support/vscode/trees.ts';
import { changed, folder, openFolders, trust, watchedFiles } from '../../../support/vscode/workspace.ts';

const viewId = 'multiarch.images';
const shop = folder('shop');
const one = inspected('r.io/app:1', ['linux/amd64', 'linux/arm64']);

interface Room {
  readonly images?: readonly InspectedImage[];
  readonly own?: Partial<Images>;
  readonly clusters?: ClusterModel;
  readonly state?: Memento;
  readonly findWorkloads?: WorkspaceSources['findWorkloads'];
  readonly uses?: ImagesUiDeps['uses'];
}

/** The images feature with these pushed images in the registry. */
async function room({
  images = [one],
  own,
  clusters,
  state = memento(),
  findWorkloads,
  uses = workloadUses(),
}: Room = {}) {
  const memory = new BuildMemory(state);
  await memory.rememberVerified(
    shop,
    images.map(({ ref }) => ({ image: ref, digest: digest('aa'), kind: 'index', platforms: [], at: 0 })),
  );
  const changes = new EventEmitter<void>();
  const deps: ImagesUiDeps = {
    askInDiff: () => Promise.reject(new Error('nothing changes')),
    images: stub<Images>('Images', {
      inspect: (id) => {
        see(`registry: ${id}`);
        const image = images.find(({ ref }) => ref === id);
        return image ? Promise.resolve(image) : Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound')));
      },
      contents: () =>
        Promise.resolve({
          config: { digest: digest('c0'), size: 1500 },
          layers: [{ digest: digest('1a'), size: 9_000_000, mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip' }],
        }),
      created: () => Promise.resolve(Date.parse('2026-11-20T12:00:00Z')),
      isStill: () => Promise.resolve(true),
      ...own,
    }),
    registry: stub<ImagesUiDeps['registry']>('RegistryReader', {
      quotaOf: () => undefined,
      waitOf: () => undefined,
      onDidChangeWaits: () => () => undefined,
      tryAgain: (host: string) => {
        see(`asks again: ${host}`);
      },
    }),
    indexEdits: stub('IndexEdits', {}),
    former: createFormerDigests(state),
    flow: stub('BuildFlow', {}),
    sources: stub('WorkspaceSources', {
      findSources: () => Promise.resolve({ sources: [], running: [], tooComplex: [] }),
      findWorkloads:
        findWorkloads ?? (() => Promise.resolve({ images: [], tolerations: [], files: { read: 0, found: 0 } })),
    }),
    memory,
    uses,
    clusters: clusters ?? clusterModel([], { onDidChange: changes.event as ClusterModel['onDidChange'] }),
    contexts: () => Promise.resolve({ contexts: [], files: [], problems: [] } as never),
    runner: stub('Runner', { stream: () => Promise.resolve(0) }),
    engine: () => ({ emulated: [] }),
    explain: diagnoseError,
    facts: createPlatformFacts(state),
    state,
  };
  const services: ImageServices = {
    insides: stub('Insides', {}),
    programs: (found) => Promise.resolve(found),
    tags: stub('TagList', {}),
    workloads: stub('Workloads', {}),
    local: createLocalImages({
      images: deps.images,
      docker: () => Promise.resolve('docker'),
      engines: { known: () => Promise.resolve({ endpoints: ['default', 'unix:///var/run/docker.sock'] }) },
      run: () => Promise.reject(new DiagnosedError(diagnosisOf('engineNotRunning'))),
    } as never),
  };
  const ui = createLazyImagesUi({
    ...deps,
    services: () => Promise.resolve(services),
    showError: (error) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
      return Promise.resolve();
    },
  });
  return { ui, memory };
}

describe('the view of images', () => {
  inVscode();
  atNoon();

  it('shows what was pushed from here: platforms, layers and what the engine has', async () => {
    const { ui } = await room();
    await tree(viewId, () => false);
    await turn();
    see(await tree(viewId));
    shows(`
      registry: r.io/app:1
      context: multiarch.images = shown
      - app [r.io] (package)
        - 1 [amd64, arm64 · 20 MB] (tag)
          - linux/amd64 [10 MB] (chip)
            - Configuration [2 kB] (settings-gear)
            - Layer 1 [9 MB] (layers)
          - linux/arm64 [10 MB] (chip)
            - Configuration [2 kB] (settings-gear)
            - Layer 1 [9 MB] (layers)
          - Docker engine (vm)
            - The Docker engine is not responding. (error)
          - No cluster is selected (server-environment)
    `);
    ui.dispose();
  });

  it('shows what the chosen clusters miss, and asks them for what they run when that is opened', async () => {
    const never = new EventEmitter<void>().event as ClusterModel['onDidChange'];
    const clusters = clusterModel([cluster('prod', group('linux/amd64', 2), group('linux/s390x', 1))], {
      onDidChange: never,
    });
    const { ui } = await room({ clusters });
    await tree(viewId, () => false);
    await turn();
    see(await tree(viewId, (label) => label === 'r.io/app' || label === '1' || label === 'app'));
    shows(`
      registry: r.io/app:1
      context: multiarch.images = shown
      - app [r.io] (package)
        - 1 [s390x missing · amd64, arm64 · 20 MB] (warning)
          - linux/amd64 [2 nodes · 10 MB] (chip)
          - linux/arm64 [10 MB] (chip)
          - linux/s390x [missing · 1 node] (warning)
          - Docker engine (vm)
          - In the clusters [prod] (server-environment)
    `);
    ui.dispose();
  });

  it('says why an image could not be read, or a part of it', async () => {
    const denied = () =>
      Promise.reject(
        new DiagnosedError(diagnosisOf('registryAccessDenied', { image: 'r.io/app:1', registry: 'r.io' })),
      );
    const { ui } = await room({ own: { inspect: denied } });
    await tree(viewId, () => false);
    await turn();
    see(await tree(viewId));
    shows(`
      context: multiarch.images = shown
      - app [r.io] (package)
        - 1 [access denied] (error)
          - r.io does not allow you to read r.io/app:1. (error)
    `);
    ui.dispose();
    const { ui: other } = await room({ own: { contents: denied } });
    await tree(viewId, () => false);
    await turn();
    seen();
    see(await tree(viewId));
    shows(`
      - app [r.io] (package)
        - 1 [amd64, arm64 · 20 MB] (tag)
          - linux/amd64 [10 MB] (chip)
            - r.io does not allow you to read r.io/app:1. (error)
          - linux/arm64 [10 MB] (chip)
            - r.io does not allow you to read r.io/app:1. (error)
          - Docker engine (vm)
            - The Docker engine is not responding. (error)
          - No cluster is selected (server-environment)
    `);
    other.dispose();
  });

  it('is empty in a workspace that is not trusted, and reads once it is', async () => {
    trust(false);
    const { ui } = await room();
    assert.equal(await tree(viewId), '');
    await commands.executeCommand(commandIds.image.refresh);
    shows(`
      shown: untrusted
    `);
    trust(true);
    await tree(viewId, () => false);
    await turn();
    assert.match(seen(), /registry: r\.io\/app:1/);
    ui.dispose();
  });

  it('reads again when it is refreshed, as a whole or a row, and when files change', async () => {
    const { ui } = await room();
    await tree(viewId, () => false);
    await turn();
    seen();
    await commands.executeCommand(commandIds.image.refresh, await rowCalled(viewId, 'app'));
    await commands.executeCommand(commandIds.image.refresh);
    await tree(viewId, () => false);
    await turn();
    shows(`
      asks again: r.io
      registry: r.io/app:1
      asks again: r.io
      registry: r.io/app:1
    `);
    files.write('/ws/shop/deploy.yaml', '');
    files.write('/ws/shop/README.md', '');
    files.save('/ws/shop/deploy.yaml');
    files.save('/ws/shop/README.md');
    showView(viewId);
    await tree(viewId, () => false);
    shows('');
    ui.dispose();
  });

  it('shows what is pushed while it is open', async () => {
    const { ui, memory } = await room();
    await tree(viewId, () => false);
    await turn();
    seen();
    await memory.rememberVerified(shop, [
      { image: 'r.io/new:1', digest: digest('bb'), kind: 'index', platforms: [], at: 1 },
    ]);
    see(await tree(viewId, () => false));
    shows(`
      registry: r.io/app:1
      registry: r.io/new:1
      - app [r.io] (package)
      - new [r.io] (package)
    `);
    ui.dispose();
  });

  /** The images of this many files out of all of them. */
  const workloads = (read: number, found: number): FoundWorkloads => ({
    images: Array.from({ length: read }, (_, at) => ({
      image: `r.io/web-${at}:1`,
      kind: 'Pod',
      name: '',
      file: `${at}.yaml`,
    })),
    tolerations: [],
    files: { read: found, found },
  });

  it('shows the images of the first files while the others are read, and then all of them', async () => {
    openFolders('shop');
    let report: ((soFar: FoundWorkloads) => void) | undefined;
    let end: ((all: FoundWorkloads) => void) | undefined;
    const { ui } = await room({
      images: [],
      findWorkloads: (_folder, _token, part) => {
        report = part;
        return new Promise((resolve) => {
          end = resolve;
        });
      },
    });
    const first = tree(viewId, () => false);
    await turn();
    report?.(workloads(1, 3));
    see(await first);
    report?.(workloads(2, 3));
    see(await tree(viewId, () => false));
    end?.(workloads(3, 3));
    await turn();
    see(await tree(viewId, () => false));
    shows(`
      context: multiarch.images = shown
      - web-0 [r.io] (package)
      - web-0 [r.io] (package)
      - web-1 [r.io] (package)
      - web-0 [r.io] (package)
      - web-1 [r.io] (package)
      - web-2 [r.io] (package)
    `);
    ui.dispose();
  });

  it('keeps its rows while files are read again, and stops an earlier search', async () => {
    openFolders('shop');
    const searches: { part: ((soFar: FoundWorkloads) => void) | undefined; stopped: () => boolean | undefined }[] = [];
    const { ui } = await room({
      images: [],
      findWorkloads: (_folder, token, part) => {
        searches.push({ part, stopped: () => token?.isCancellationRequested });
        return Promise.resolve(workloads(2, 2));
      },
    });
    await tree(viewId, () => false);
    await commands.executeCommand(commandIds.image.refresh);
    seen();
    const again = tree(viewId, () => false);
    searches[1]?.part?.(workloads(1, 2));
    see(await again);
    shows(`
      - web-0 [r.io] (package)
      - web-1 [r.io] (package)
    `);
    assert.deepEqual(
      searches.map(({ stopped }) => stopped()),
      [true, false],
    );
    ui.dispose();
    assert.equal(searches[1]?.stopped(), true);
  });

  it('says how many files were not read', async () => {
    openFolders('shop');
    const found = [
      { read: 10_000, found: 12_345 },
      { read: 10_000, found: 50_000 },
    ];
    const { ui } = await room({
      images: [],
      findWorkloads: () =>
        Promise.resolve({ images: [], tolerations: [], files: found.shift() ?? { read: 0, found: 0 } }),
    });
    see(await tree(viewId));
    await commands.executeCommand(commandIds.image.refresh);
    see(await tree(viewId));
    shows(`
      context: multiarch.images = shown
      - Only 10000 of 12345 YAML files were read (warning)
      - Only 10000 of more than 50000 YAML files were read (warning)
    `);
    ui.dispose();
  });

  it('searches once more when files are created, changed or deleted, and judges by what they say now', async () => {
    openFolders('shop');
    let searches = 0;
    let refreshed = 0;
    const { ui } = await room({
      images: [],
      uses: {
        ...workloadUses(),
        refresh: () => {
          refreshed++;
          return Promise.resolve();
        },
      },
      findWorkloads: () => {
        searches++;
        return Promise.resolve(workloads(searches, searches));
      },
    });
    await tree(viewId);
    const redrawn = new Promise((resolve) => provider(viewId).onDidChangeTreeData?.(resolve));
    const [glob = ''] = watchedFiles().filter((file) => file.includes('yaml'));
    changed(glob);
    changed(glob);
    await redrawn;
    assert.deepEqual([searches, refreshed], [2, 1]);
    ui.dispose();
  });
});
