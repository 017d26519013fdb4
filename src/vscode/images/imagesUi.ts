import type { Memento } from 'vscode';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import type { KubeContexts } from '../../services/clusters/contexts.ts';
import type { Images } from '../../services/images/images.ts';
import type { ImageServices } from '../../services/imageServices.ts';
import type { IndexEdits } from '../../services/images/indexEdits.ts';
import type { RegistryReader } from '../../services/registry/registryReader.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { BuildMemory } from '../memory.ts';
import { disposables } from '../shared/disposeAll.ts';
import type { Item } from '../shared/tree/item.ts';
import type { ClusterModel } from '../targets/clusters/clusterModel.ts';
import type { Engine } from '../../domain/coverage/imageUse.ts';
import type { WorkloadUses } from '../targets/clusters/workloadUses.ts';
import { createImageVerdicts, createUsedInClusters } from '../targets/imageVerdicts.ts';
import { createWorkloadsUi } from '../workloads/workloadsUi.ts';
import type { WorkspaceSources } from '../workspaceSources.ts';
import { askImage } from './commands/askImage.ts';
import { createImageCommands } from './commands/imageCommands.ts';
import { followImages } from './imageEvents.ts';
import { createImageReads } from './imageReads.ts';
import { createImageRows } from './imageRows.ts';
import { createImageAnswers } from './model/imageAnswers.ts';
import { createImageList } from './model/imageList.ts';
import { createImageModel } from './model/imageModel.ts';
import type { KnownFacts } from './model/platformFacts.ts';
import type { FormerDigests } from './model/formerDigests.ts';
import type { RepairDeps } from './repair/repair.ts';
import type { ImagesElement } from './view/elements.ts';

export interface ImagesUiDeps {
  readonly images: Images;
  readonly registry: Pick<RegistryReader, 'quotaOf' | 'waitOf' | 'onDidChangeWaits' | 'tryAgain'>;
  readonly indexEdits: IndexEdits;
  readonly former: FormerDigests;
  readonly flow: RepairDeps['flow'];
  readonly askInDiff: RepairDeps['askInDiff'];
  readonly sources: WorkspaceSources;
  readonly memory: BuildMemory;
  readonly clusters: ClusterModel;
  /** The workloads that use images. */
  readonly uses: WorkloadUses;
  /** The contexts of the kubeconfig. */
  readonly contexts: () => Promise<KubeContexts>;
  readonly runner: Pick<Runner, 'stream'>;
  readonly engine: () => Engine;
  /** Facts about digests. */
  readonly facts: KnownFacts;
  readonly explain: (error: unknown) => DiagnosedError;
  readonly state: Memento;
}

/** The Images view and its commands, loaded on first use. */
export interface ImagesUi {
  readonly children: (element: ImagesElement | undefined) => Promise<ImagesElement[]>;
  readonly item: (element: ImagesElement) => Item;
  /** Runs one of `commandIds.image`; rejects with the error to show. */
  readonly run: (command: string, element: unknown) => Promise<void>;
  /** The view is visible again: automatic reads are repeated if they are older than a minute. */
  readonly shown: () => void;
  readonly dispose: () => void;
}

const fresh = 60_000;

/** @param update redraws what changed: the row with this id and those below it, or the whole view */
export function createImagesUi(
  deps: ImagesUiDeps,
  { insides, local, tags, workloads: clusterWorkloads }: ImageServices,
  update: (row?: string) => void,
): ImagesUi {
  const { images, registry, sources, memory, clusters, uses, engine, facts, explain, state } = deps;
  const { indexEdits, former, flow, askInDiff } = deps;
  const now = () => Date.now();
  const model = createImageModel({ images, answers: createImageAnswers(state), registry, explain, now });
  const reads = createImageReads(model, now);
  const verdicts = createImageVerdicts(clusters, uses, engine);
  const list = createImageList(state, memory, sources);
  const workloads = createWorkloadsUi({
    workloads: clusterWorkloads,
    contexts: deps.contexts,
    runner: deps.runner,
    clusters,
    images,
    known: (named) => model.known(named),
    imageRow: (named) => ({ kind: 'image', known: model.known(named) }),
    askImage: async (title) => askImage({ title, offered: await list.find() }),
    verdicts,
    uses,
    emulated: () => engine().emulated,
    insideOf: (digest) => facts.of(digest).inside,
    read: reads.read,
    update,
  });
  const rows = createImageRows({
    images,
    local,
    model,
    reads,
    list,
    facts,
    verdicts,
    workloads,
    explain,
    redraw: () => {
      update();
    },
  });
  const searchAgain = () => {
    rows.searchAgain();
    update();
  };
  const commands = createImageCommands({
    images,
    inside: { insides, facts },
    tags,
    explain,
    model,
    list,
    files: sources,
    clusters,
    verdicts,
    usedInClusters: createUsedInClusters(clusters, uses),
    repair: { images, indexEdits, memory, former, flow, askInDiff },
    read: reads.read,
    readAgain: async (named) => {
      for (const { reference } of named ? [named] : rows.images()) {
        registry.tryAgain(reference.domain);
      }
      if (named) {
        await reads.read(named);
        return;
      }
      reads.forgetBefore(Infinity);
      workloads.forget(Infinity);
      searchAgain();
    },
    redraw: searchAgain,
    readUses: () => uses.refresh(),
  });
  const all = disposables(
    model,
    commands,
    workloads,
    rows,
    followImages({ model, facts, clusters, uses, memory, reads, rows, update, searchAgain }),
  );
  return {
    children: rows.children,
    item: rows.item,
    run: (command, element) => workloads.run(command, element) ?? commands.run(command, element),
    shown: () => {
      const before = now() - fresh;
      reads.forgetBefore(before);
      workloads.forget(before);
      searchAgain();
    },
    dispose: () => {
      all.dispose();
    },
  };
}
