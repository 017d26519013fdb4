import type { Pushed } from '../../domain/workload/uses.ts';
import { workspaceImages, type NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { Images } from '../../services/images/images.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import type { KubeContexts } from '../../services/clusters/contexts.ts';
import type { Workloads } from '../../services/clusters/workloads.ts';
import type { Runner } from '../../tools/process/runner.ts';
import type { WorkloadUses } from '../targets/clusters/workloadUses.ts';
import type { ImageVerdicts } from '../targets/imageVerdicts.ts';
import type { ClusterModel } from '../targets/clusters/clusterModel.ts';
import { commandIds } from '../commandIds.ts';
import { isInClusters, type InClustersElement, type WorkloadsElement, type WorkloadsRow } from './view/elements.ts';
import { clusterRows, noClustersRow, podRows, wantsConfigs } from './view/rows.ts';
import { inClustersRowId } from './view/items.ts';
import { createDescribe } from './describePod.ts';
import { createLogs } from './showLogs.ts';
import { createPicks, type ChosenWorkload, type PicksDeps } from './pickWorkload.ts';
import { createCrashes, type CrashesDeps } from './crashes.ts';
import { createCrashLearning } from './learnCrashes.ts';
import { missingFor } from './rollout/missing.ts';
import { createRestart } from './rollout/restart.ts';
import { createWorkloadModel } from './workloadModel.ts';
import { disposables } from '../shared/disposeAll.ts';

export interface WorkloadsUiDeps {
  readonly workloads: Workloads;
  /** The contexts of the kubeconfig. */
  readonly contexts: () => Promise<KubeContexts>;
  readonly runner: Pick<Runner, 'stream'>;
  readonly clusters: ClusterModel;
  readonly images: Pick<Images, 'contents'>;
  /** The information about an image. */
  readonly known: (named: NamedImage) => { readonly image: InspectedImage | undefined };
  /** The image argument of the image commands. */
  readonly imageRow: (named: NamedImage) => unknown;
  /** Asks for an image; resolves to the full reference, or to undefined if canceled. */
  readonly askImage: PicksDeps['askImage'];
  readonly verdicts: ImageVerdicts;
  /** Learns which workloads of a cluster use which images. */
  readonly uses: Pick<WorkloadUses, 'readCluster'>;
  readonly emulated: () => readonly string[];
  /** The start program of the image with this digest, if it was checked. */
  readonly insideOf: CrashesDeps['insideOf'];
  /** Reads an image again. */
  readonly read: (named: NamedImage) => Promise<unknown>;
  /** Redraws what changed: the row with this id and those below it. */
  readonly update: (row: string) => void;
}

/** The workloads feature: which workloads in the selected clusters use the images of the view, and their commands. */
export interface WorkloadsUi {
  /** The row below an image; without selected clusters, a row that offers to select some. */
  readonly rowFor: (named: NamedImage) => readonly WorkloadsRow[];
  /** Expanding the row queries the clusters. */
  readonly children: (element: WorkloadsElement) => Promise<readonly WorkloadsRow[]>;
  /** Runs a workload command; undefined for any other one. */
  readonly run: (command: string, element: unknown) => Promise<void> | undefined;
  /** Answers from before that time are queried again on display. @param before milliseconds since 1970 */
  readonly forget: (before: number) => void;
  readonly dispose: () => void;
}

/** An index may contain any number of platforms. */
const mostConfigs = 20;

export function createWorkloadsUi(deps: WorkloadsUiDeps): WorkloadsUi {
  const { workloads, clusters, images, verdicts, uses, read, update } = deps;
  const known = createWorkloadModel(workloads, () => Date.now());
  /** The digests of configurations, by that of the image. */
  const configs = new Map<string, readonly string[]>();
  /** The expanded rows, by their id in VS Code. */
  const opened = new Map<string, InClustersElement>();

  function imageOf(id: string): InspectedImage | undefined {
    const [named] = workspaceImages([{ image: id, by: 'added' }]);
    return named && deps.known(named).image;
  }

  function fatesOf(id: string) {
    const image = imageOf(id);
    return image === undefined ? [] : verdicts(image).uses;
  }

  const configsOf = (image: InspectedImage | undefined) => image && configs.get(image.digest);
  const crashes = createCrashes({
    workloads,
    imageOf: (id) => ({ image: imageOf(id), configs: configsOf(imageOf(id)) }),
    insideOf: deps.insideOf,
    clusterOf: (context) => clusters.chosen.find((each) => each.context === context)?.known,
    emulated: deps.emulated,
  });
  const learning = createCrashLearning(crashes, (id) => {
    update(inClustersRowId(id));
  });

  function pushedAs(id: string): Pushed | undefined {
    const image = imageOf(id);
    const own = configsOf(image);
    return (
      image && {
        digest: image.digest,
        manifests: image.images.map(({ digest }) => digest),
        ...(own !== undefined && { configs: own }),
      }
    );
  }

  /** Some runtimes report only the digest of the configuration. */
  async function readConfigs(id: string): Promise<void> {
    const image = imageOf(id);
    if (image && !configs.has(image.digest)) {
      const there = image.images.filter(({ size }) => size !== undefined).slice(0, mostConfigs);
      const read = await Promise.all(there.map(({ digest }) => images.contents(id, digest).catch(() => undefined)));
      const found = read.flatMap((contents) => contents?.config.digest ?? []);
      // with some of them only, the pushed image would look different
      if (found.length === image.images.length) {
        configs.set(image.digest, found);
      }
    }
  }

  /** Contacts only selected clusters, whatever the argument of a command is. */
  function chosenOf({ contexts }: InClustersElement): readonly string[] {
    return clusters.chosen.map(({ context }) => context).filter((context) => contexts.includes(context));
  }

  async function rowsBelow(element: InClustersElement): Promise<readonly WorkloadsRow[]> {
    const { id, contexts } = element;
    opened.set(id, element);
    for (const context of contexts.filter((each) => known.isOld(each))) {
      known.read(context).catch(() => undefined);
    }
    const rows = () =>
      clusterRows(
        element,
        contexts.map((context) => known.known(context)),
        pushedAs(id),
        crashes.judge,
        fatesOf(id),
      );
    if (wantsConfigs(rows())) {
      await readConfigs(id);
    }
    const made = rows();
    learning.clusters(id, made);
    return made;
  }

  const tools = {
    workloads,
    known,
    pushedAs: async (named: NamedImage) => {
      await read(named);
      return pushedAs(named.id);
    },
    contexts: deps.contexts,
    crashes,
    missing: (chosen: ChosenWorkload) => {
      const image = imageOf(chosen.named.id);
      return image === undefined ? [] : missingFor(verdicts(image), chosen);
    },
    imageRow: deps.imageRow,
  };
  const picks = createPicks({ ...tools, clusters, askImage: deps.askImage });
  const showLogs = createLogs(workloads, deps.runner);
  const describePod = createDescribe(workloads);
  const restart = createRestart({ ...tools, showLogs });

  async function restartEach(element: unknown): Promise<void> {
    for (const each of await picks.restartable(element)) {
      if (!(await restart(each))) {
        return;
      }
    }
  }

  async function showEach(element: unknown): Promise<void> {
    for (const each of await picks.withLogs(element)) {
      await showLogs(each);
    }
  }

  const all = disposables(
    known,
    describePod,
    crashes,
    known.onDidChange((context) => {
      const { answer } = known.known(context);
      if (answer && 'workloads' in answer) {
        uses.readCluster(context, answer.workloads);
      }
      crashes.forget(context);
      for (const element of opened.values()) {
        if (element.contexts.includes(context)) {
          update(inClustersRowId(element.id));
        }
      }
    }),
  );
  return {
    rowFor: ({ id, repository }) => {
      const contexts = clusters.chosen.map(({ context }) => context);
      if (contexts.length > 0) {
        return [{ kind: 'inClusters', id, repository, contexts }];
      }
      return imageOf(id)?.images.length ? [noClustersRow()] : [];
    },
    children: async (element) => {
      switch (element.kind) {
        case 'inClusters':
          return rowsBelow(element);
        case 'workload':
          learning.workload(element);
          return podRows(element, crashes.judge);
        case 'pod':
          return [];
      }
    },
    run(command, element) {
      switch (command) {
        case commandIds.image.restart:
          return restartEach(element);
        case commandIds.image.showLogs:
          return showEach(element);
        case commandIds.image.describePod:
          return describePod.run(element);
        case commandIds.image.refresh:
          return isInClusters(element)
            ? Promise.all(chosenOf(element).map((context) => known.read(context))).then(() => undefined)
            : undefined;
        default:
          return undefined;
      }
    },
    forget: (before) => {
      known.forget(before);
    },
    dispose: () => {
      all.dispose();
    },
  };
}
