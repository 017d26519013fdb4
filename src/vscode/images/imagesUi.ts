import { type Memento, workspace } from 'vscode';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { fileKind } from '../../domain/sources/fileKinds.ts';
import { isReadUnasked, workspaceImages, type NamedImage } from '../../domain/sources/workspaceImages.ts';
import type { Images } from '../../services/images/images.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import { createImageCommands } from '../commands/image/imageCommands.ts';
import type { BuildMemory } from '../memory.ts';
import type { WorkspaceSources } from '../workspaceSources.ts';
import { explain as sentences } from '../texts/diagnosis.ts';
import {
  engineChildren,
  imageChildren,
  imageElement,
  otherChildren,
  platformChildren,
  rootsOf,
} from '../views/images/children.ts';
import type { ImageElement, ImagesElement } from '../views/images/elements.ts';
import { imageRowId, itemOf } from '../views/images/imagesItem.ts';
import type { Item } from '../shared/tree.ts';
import { createInsides, type InsidesDeps } from '../../services/insides/insides.ts';
import { createLocalImages, type LocalImagesDeps } from '../../services/images/localImages.ts';
import { createTagList } from '../../services/registry/tagList.ts';
import type { RegistryReader } from '../../services/registry/registryReader.ts';
import type { IndexEdits } from '../../services/images/indexEdits.ts';
import type { FormerDigests } from './formerDigests.ts';
import type { RepairDeps } from '../commands/image/repair.ts';
import { createImageAnswers } from './imageAnswers.ts';
import { createImageList } from './imageList.ts';
import { createImageModel } from './imageModel.ts';
import { createPlatformFacts } from './platformFacts.ts';
import { createWorkloadsUi, type WorkloadsUiDeps } from './workloads/workloadsUi.ts';
import { disposables } from '../shared/disposeAll.ts';

export interface ImagesUiDeps {
  readonly images: Images;
  readonly registry: Omit<RegistryReader, 'manifest' | 'digestOf' | 'dispose'>;
  /** Threads in which images are looked into. */
  readonly workers: InsidesDeps['workers'];
  /** The engine in use, to be asked for what it has itself. */
  readonly local: Pick<LocalImagesDeps, 'run' | 'docker' | 'engines'>;
  readonly indexEdits: IndexEdits;
  readonly former: FormerDigests;
  readonly flow: RepairDeps['flow'];
  readonly sources: WorkspaceSources;
  readonly memory: BuildMemory;
  readonly clusters: ClusterModel;
  /** Asks the chosen clusters for what they run. */
  readonly clusterAccess: WorkloadsUiDeps['access'];
  /** What the engine of the builder in use runs by emulation. */
  readonly emulated: () => readonly string[];
  readonly explain: (error: unknown) => DiagnosedError;
  readonly state: Memento;
}

/** The view of images and its commands, loaded when one of them is first wanted. */
export interface ImagesUi {
  readonly children: (element: ImagesElement | undefined) => Promise<ImagesElement[]>;
  readonly item: (element: ImagesElement) => Item;
  /** Carries out one of `commandIds.image`; rejects with what is to be told. */
  readonly run: (command: string, element: unknown) => Promise<void>;
  /** The view is there again: what it reads by itself is read anew when it is older than a minute. */
  readonly shown: () => void;
  readonly dispose: () => void;
}

const fresh = 60_000;

/** @param update draws what shows something else now: of the row with this id and below it, or of the whole view */
export function createImagesUi(
  {
    images,
    registry,
    workers,
    local,
    indexEdits,
    former,
    flow,
    sources,
    memory,
    clusters,
    clusterAccess,
    emulated,
    explain,
    state,
  }: ImagesUiDeps,
  update: (row?: string) => void,
): ImagesUi {
  const model = createImageModel({
    images,
    answers: createImageAnswers(state),
    registry,
    explain,
    now: () => Date.now(),
  });
  const list = createImageList(state, memory, sources);
  const facts = createPlatformFacts(state);
  const localImages = createLocalImages({ ...local, images, explain });
  /** The rows of images that VS Code knows. */
  let rows: ReadonlyMap<string, ImageElement> = new Map();
  /** What the workspace names; files are searched for it, which not every change of a row is worth. */
  let listed: Promise<readonly NamedImage[]> | undefined;
  /** When each was last asked for in this session. */
  const asked = new Map<string, number>();
  const now = () => ({ chosen: clusters.chosen, emulated: emulated(), factsOf: facts.of });

  function read(named: NamedImage) {
    asked.set(named.id, Date.now());
    return model.read(named);
  }

  /** What was pushed from here. */
  function ownImages(): readonly NamedImage[] {
    const pushed = (workspace.workspaceFolders ?? []).flatMap((folder) => memory.verifiedImages(folder));
    return workspaceImages(pushed.map(({ image }) => ({ image, by: 'pushed' })));
  }

  /** Draws everything again, from the files on. */
  function searchAgain(): void {
    listed = undefined;
    update();
  }

  async function roots(): Promise<ImagesElement[]> {
    if (!workspace.isTrusted) {
      return [];
    }
    listed ??= list.find();
    const found = await listed;
    const unread = found.filter((named) => !asked.has(named.id) && isReadUnasked(named));
    for (const { id } of unread) {
      asked.set(id, Date.now());
    }
    void model.readAll(unread);
    const made = rootsOf(found, (named) => model.known(named), now());
    rows = new Map(made.flatMap(({ images: own }) => own.map((image) => [image.known.named.id, image])));
    return [...made];
  }

  async function children(element: ImagesElement | undefined): Promise<ImagesElement[]> {
    switch (element?.kind) {
      case undefined:
        return roots();
      case 'repository':
        return [...element.images];
      case 'image': {
        const { named } = element.known;
        // one of somebody else is read when somebody looks at it: registries count that
        const known = asked.has(named.id) && !model.known(named).reading ? model.known(named) : await read(named);
        const context = await localImages.context();
        const below = imageChildren(imageElement(known, now()), clusters.chosen, facts.of).map((row) =>
          row.kind === 'engine' && context !== undefined ? { ...row, context } : row,
        );
        return [...below, ...workloads.rowFor(named)];
      }
      case 'platform':
        return orMessage(async () => {
          const { id, image } = element;
          const contents = await images.contents(id, image.digest);
          void learnAge(id, image.digest);
          return [...platformChildren(element, contents)];
        });
      case 'engine':
        return orMessage(async () => [
          ...engineChildren(element.id, await localImages.read(element.id, element.image)),
        ]);
      case 'others':
        return otherChildren(element.id, element.entries);
      case 'inClusters':
      case 'workload':
      case 'pod':
        return [...(await workloads.children(element))];
      case 'missing':
      case 'part':
      case 'message':
        return [];
    }
  }

  async function orMessage(rows: () => Promise<ImagesElement[]>): Promise<ImagesElement[]> {
    try {
      return await rows();
    } catch (error) {
      return [{ kind: 'message', text: sentences(explain(error).diagnosis).message, icon: 'error' }];
    }
  }

  /** Its configuration says when the image of a platform was made: one more request, for who looks at it. */
  async function learnAge(id: string, digest: string): Promise<void> {
    const created = await images.created(id, digest).catch(() => undefined);
    if (created !== undefined) {
      // what cannot be kept is asked for again
      await facts.add(digest, { created }).catch(() => undefined);
    }
  }

  /** What was last drawn of the clusters: that one is being asked changes nothing here. */
  let drawn = needed(clusters.chosen);

  const workloads = createWorkloadsUi({
    access: clusterAccess,
    clusters,
    images,
    model,
    list,
    emulated,
    read,
    update,
  });
  const commands = createImageCommands({
    images,
    inside: { insides: createInsides({ images, registry, workers }), facts },
    tags: createTagList(registry),
    explain,
    model,
    list,
    files: sources,
    clusters,
    emulated,
    repair: { images, indexEdits, memory, former, flow },
    read,
    readAgain: async (named) => {
      for (const { reference } of named ? [named] : [...rows.values()].map(({ known }) => known.named)) {
        registry.tryAgain(reference.domain);
      }
      if (named) {
        await read(named);
        return;
      }
      asked.clear();
      workloads.forget(Infinity);
      searchAgain();
    },
    redraw: searchAgain,
  });
  const all = disposables(
    model,
    commands,
    workloads,
    model.onDidChange((id) => {
      update(imageRowId(id));
    }),
    facts,
    facts.onDidChange((digest) => {
      for (const row of rows.values()) {
        const { image } = model.known(row.known.named);
        if (image?.images.some((each) => each.digest === digest)) {
          update(imageRowId(row.known.named.id));
        }
      }
    }),
    clusters.onDidChange(() => {
      const now = needed(clusters.chosen);
      if (now !== drawn) {
        drawn = now;
        update();
      }
    }),
    memory.onDidVerify(() => {
      const pushed = new Set(ownImages().map(({ repository }) => repository));
      for (const { known } of rows.values()) {
        if (pushed.has(known.named.repository)) {
          asked.delete(known.named.id);
        }
      }
      searchAgain();
    }),
    workspace.onDidGrantWorkspaceTrust(searchAgain),
    workspace.onDidSaveTextDocument(({ uri }) => {
      if (fileKind(uri.path) !== undefined || /\.ya?ml$/.test(uri.path)) {
        searchAgain();
      }
    }),
  );
  return {
    children,
    item: (element) => {
      const shown = element.kind === 'image' ? imageElement(model.known(element.known.named), now()) : element;
      return itemOf(shown, Date.now());
    },
    run: (command, element) => workloads.run(command, element) ?? commands.run(command, element),
    shown: () => {
      for (const [id, at] of asked) {
        if (Date.now() - at > fresh) {
          asked.delete(id);
        }
      }
      workloads.forget(Date.now() - fresh);
      searchAgain();
    },
    dispose: () => {
      all.dispose();
    },
  };
}

function needed(chosen: ClusterModel['chosen']): string {
  return JSON.stringify(chosen.map(({ context, known }) => [context, known?.state, known?.groups]));
}
