import { commands } from 'vscode';
import { safeText, type SafeText } from '../../domain/safeText.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { isObjectName, isRestartable, type Workload } from '../../domain/workload/workload.ts';
import { usesOf, type Pushed, type WorkloadUse } from '../../domain/workload/uses.ts';
import { workspaceImages, type NamedImage } from '../../domain/sources/manifests/workspaceImages.ts';
import type { ClusterModel } from '../targets/clusters/clusterModel.ts';
import { commandIds } from '../commandIds.ts';
import { showPicks, type PickRow } from '../shared/picks/picks.ts';
import { platformActionTexts } from '../targets/texts/clusters.ts';
import { workloadActionTexts, workloadName, workloadTexts } from './texts.ts';
import type { WorkloadModel } from './workloadModel.ts';
import { mapping } from '../../domain/untrusted/values.ts';
import { showInformation } from '../shared/dialogs/messages.ts';
import { withProgress } from '../shared/dialogs/progress.ts';

/** A workload that uses an image, with its cluster. */
export interface ChosenWorkload {
  readonly named: NamedImage;
  readonly context: string;
  readonly workload: Workload;
}

/** The workloads for a command: that of its row, or those that the user selects. Empty if canceled. */
export interface Picks {
  restartable(element: unknown): Promise<readonly ChosenWorkload[]>;
  withLogs(element: unknown): Promise<readonly ChosenWorkload[]>;
}

export interface PicksDeps {
  readonly clusters: ClusterModel;
  /** Asks for an image; resolves to the full reference, or to undefined if canceled. */
  readonly askImage: (title: SafeText) => Promise<string | undefined>;
  readonly known: WorkloadModel;
  /** Reads the pushed image now. */
  readonly pushedAs: (named: NamedImage) => Promise<Pushed | undefined>;
}

interface Purpose {
  readonly title: SafeText;
  readonly suits: (workload: Workload) => boolean;
  /** The message for a row that the command does not apply to. */
  readonly unsuitable: (workload: Workload) => SafeText;
}

interface WorkloadRow extends PickRow {
  readonly chosen: ChosenWorkload;
}

export function createPicks({ clusters, askImage, known, pushedAs }: PicksDeps): Picks {
  async function pick(element: unknown, { title, suits, unsuitable }: Purpose): Promise<readonly ChosenWorkload[]> {
    const own = workloadOf(element);
    if (own) {
      if (suits(own.workload)) {
        return [own];
      }
      void showInformation(unsuitable(own.workload));
      return [];
    }
    if (clusters.chosen.length === 0) {
      const choose = platformActionTexts.chooseClusters();
      if ((await showInformation(platformActionTexts.noneChosen(), choose)) === choose) {
        await commands.executeCommand(commandIds.selectClusters);
      }
      return [];
    }
    const id = idOf(element) ?? (await askImage(title));
    const [named] = workspaceImages(id === undefined ? [] : [{ image: id, by: 'added' }]);
    if (!named) {
      return [];
    }
    const rows = await ask(named, suits);
    const [only, ...more] = rows ?? [];
    if (only === undefined || more.length === 0) {
      return only === undefined ? [] : [only.chosen];
    }
    const ticked = await showPicks(rows ?? [], {
      title,
      placeHolder: workloadActionTexts.which(),
      matchOnDescription: true,
    });
    return (ticked ?? []).map(({ chosen }) => chosen);
  }

  /** The workloads of an image in the selected clusters, queried now. Rejects if no cluster responds. */
  async function ask(named: NamedImage, suits: Purpose['suits']): Promise<readonly WorkloadRow[] | undefined> {
    const contexts = clusters.chosen.map(({ context }) => context);
    const read = await withProgress(workloadTexts.asking(contexts.join(', ')), (signal) =>
      Promise.all([pushedAs(named), ...contexts.map((context) => known.read(context, signal))]),
    );
    if (!read) {
      return undefined;
    }
    const [pushed, ...answers] = read;
    const rows = answers.flatMap(({ context, answer }) =>
      answer === undefined || 'problem' in answer
        ? []
        : usesOf(answer, named.repository, pushed)
            .filter(({ workload }) => suits(workload))
            .map((use) => rowOf(use, named, context)),
    );
    if (rows.length === 0) {
      const problem = answers.map(({ answer }) => answer && 'problem' in answer && answer.problem).find(Boolean);
      if (problem) {
        throw new DiagnosedError(problem);
      }
      void showInformation(workloadActionTexts.noneUse(contexts.join(', '), named.repository));
    }
    return rows;
  }

  return {
    restartable: (element) =>
      pick(element, {
        title: workloadActionTexts.restartTitle(),
        suits: isRestartable,
        unsuitable: (workload) =>
          isRestartable({ kind: workload.kind })
            ? workloadActionTexts.knativeReverts(workloadName(workload))
            : workloadActionTexts.notRestartable(workloadName(workload)),
      }),
    withLogs: (element) =>
      pick(element, {
        title: workloadActionTexts.logsTitle(),
        suits: ({ kind, selector }) => selector !== undefined || kind === 'Pod',
        unsuitable: (workload) => workloadActionTexts.noLogs(workloadName(workload)),
      }),
  };
}

function rowOf({ workload, pods }: WorkloadUse, named: NamedImage, context: string): WorkloadRow {
  const current = pods.filter(({ verdict }) => verdict === 'current').length;
  const details = [
    workload.namespace,
    context,
    pods.length === 0 ? workloadTexts.noPods() : workloadTexts.runs(current, pods.length),
  ];
  return {
    label: workloadName(workload),
    description: safeText(details.join(' · ')),
    chosen: { named, context, workload },
  };
}

/** The workload of a row; keyboard shortcuts can pass any argument. */
function workloadOf(element: unknown): ChosenWorkload | undefined {
  const { kind, id, context, use } = mapping(element);
  const [named] = typeof id === 'string' ? workspaceImages([{ image: id, by: 'added' }]) : [];
  if (named === undefined || typeof context !== 'string') {
    return undefined;
  }
  const found =
    kind === 'workload'
      ? (mapping(use).workload as Workload)
      : kind === 'pod'
        ? ({ ...mapping(mapping(use).pod), kind: 'Pod' } as Workload)
        : undefined;
  return found && [found.name, found.namespace].every((name) => typeof name === 'string' && isObjectName(name))
    ? { named, context, workload: found }
    : undefined;
}

/** The pod of a row, or of a workload that is one. */
export function podOf(element: unknown): ChosenWorkload | undefined {
  const found = workloadOf(element);
  return found?.workload.kind === 'Pod' ? found : undefined;
}

/** The image of a row, or of a call of the command for an image. */
function idOf(element: unknown): string | undefined {
  const { id, known } = mapping(element);
  const own = id ?? mapping(mapping(known).named).id;
  return typeof own === 'string' ? own : undefined;
}
