import type { Workloads } from '../../../services/clusters/workloads.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';
import { workloadActionTexts as texts, workloadName } from '../texts.ts';
import { mayRestart, type AskDeps } from './ask.ts';
import { tellOutcome } from './tell.ts';
import { undoRollout, type UndoDeps } from './undo.ts';
import { useOf, watchRollout } from './watchRollout.ts';

export interface RestartDeps extends AskDeps, UndoDeps {
  readonly workloads: Pick<Workloads, 'restart' | 'follow' | 'undo' | 'deletePods'>;
}

/**
 * Restarts a workload, after a question where that is due. Watches the rollout and reports its result once. Rejects with the error to show.
 *
 * @returns whether another one may follow: nothing failed
 */
export function createRestart(deps: RestartDeps): (chosen: ChosenWorkload) => Promise<boolean> {
  return async (chosen) => {
    const { context, workload } = chosen;
    if (!(await mayRestart(deps, chosen, await useOf(deps.known, chosen)))) {
      return false;
    }
    const name = workloadName(workload);
    const restarted = await withProgress(texts.restarting(name, workload.namespace, context), async (signal) => ({
      mark: await deps.workloads.restart({ context, workload }, signal),
    }));
    if (!restarted) {
      return false;
    }
    if (workload.onDelete) {
      void showInformation(texts.onDelete(name));
      return true;
    }
    const { mark } = restarted;
    const outcome = await watchRollout(deps, chosen, { with: mark });
    if (!outcome) {
      return false;
    }
    await tellOutcome(deps, chosen, outcome, texts.done, () => undoRollout(deps, chosen, outcome.use, mark));
    return outcome.ended.end === 'done';
  };
}
