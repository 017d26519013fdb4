import { troubleOfPod } from '../../../domain/workload/trouble.ts';
import type { WorkloadUse } from '../../../domain/workload/uses.ts';
import type { Workloads } from '../../../services/clusters/workloads.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';
import { workloadActionTexts as texts, workloadName } from '../texts.ts';
import { tellOutcome, type TellDeps } from './tell.ts';
import { useOf, watchRollout, type WatchDeps } from './watchRollout.ts';

export interface UndoDeps extends WatchDeps, TellDeps {
  readonly workloads: Pick<Workloads, 'undo' | 'deletePods' | 'follow'>;
}

/** Maximum number of pods for one command line. */
const mostPods = 100;

/**
 * Undoes a rollout after a question, and watches that. A StatefulSet waits for its failing pods for ever, so they can be deleted with it.
 *
 * @param mark of the pods that fail
 */
export async function undoRollout(
  deps: UndoDeps,
  chosen: ChosenWorkload,
  use: WorkloadUse | undefined,
  mark: string | undefined,
): Promise<void> {
  const { workloads, known } = deps;
  const { context, workload } = chosen;
  const name = workloadName(workload);
  const keepsPods = workload.kind === 'StatefulSet';
  const detail = [
    texts.undoWhere(context, workload.namespace),
    ...(keepsPods ? [texts.undoStatefulSet()] : []),
    ...(use?.pinned === true ? [] : [texts.undoSameTag()]),
  ];
  const [undo, undoAndDelete] = [texts.undo(), texts.undoAndDelete()];
  const buttons = keepsPods ? [undoAndDelete, undo] : [undo];
  const pressed = await showWarning(texts.undoQuestion(name), { modal: true, detail }, ...buttons);
  if (pressed === undefined) {
    return;
  }
  const placed = { context, workload };
  const undone = await withProgress(texts.undoing(name, workload.namespace, context), async (signal) => {
    await workloads.undo(placed, signal);
    if (pressed === undoAndDelete) {
      await known.read(context, signal);
      const failing = failingPods(await useOf(known, chosen), mark);
      if (failing.length > 0) {
        await workloads.deletePods(placed, failing, signal);
      }
    }
    return true;
  });
  if (undone && keepsPods && pressed !== undoAndDelete) {
    void showInformation(texts.undoneKeepsPods(name));
    return;
  }
  const outcome = undone && (await watchRollout(deps, chosen, { without: mark }));
  if (outcome) {
    await tellOutcome(deps, chosen, outcome, texts.undone);
  }
}

/** The names of its new pods that fail. */
function failingPods(use: WorkloadUse | undefined, mark: string | undefined): readonly string[] {
  return (use?.pods ?? [])
    .filter(({ pod }) => (mark === undefined || pod.restartedAt === mark) && troubleOfPod(pod) !== undefined)
    .map(({ pod }) => pod.name)
    .slice(0, mostPods);
}
