import type { DiskUsage } from '../../../domain/builder/diskUsage.ts';
import { actionTexts } from '../texts/builders.ts';
import { isRunning } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** `Clean Up Build Cache…`: shows its size, asks what to remove, and reports how much was removed. */
export function prune({ actions, model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'prune', isRunning);
    if (!builder) {
      return;
    }
    const { name } = builder;
    const usage = await withProgress(actionTexts.measuring(name), (signal) => actions.diskUsage(name, signal));
    if (!usage) {
      return;
    }
    if (usage.reclaimable === 0) {
      void showInformation(actionTexts.nothingToPrune(name, usage));
      return;
    }
    const answer = await ask(name, usage);
    if (answer === undefined) {
      return;
    }
    const freed = await withProgress(actionTexts.pruning(name), (signal) =>
      actions.prune(name, answer === 'all', signal),
    );
    if (freed !== undefined) {
      void showInformation(actionTexts.pruned(name, freed));
    }
  };
}

async function ask(name: string, usage: DiskUsage): Promise<'unused' | 'all' | undefined> {
  const detail = [actionTexts.pruneSizes(usage), actionTexts.pruneChoices()];
  const [unused, all] = [actionTexts.removeUnused(), actionTexts.removeAll()];
  const chosen = await showWarning(actionTexts.pruneQuestion(name), { modal: true, detail }, unused, all);
  return chosen === unused ? 'unused' : chosen === all ? 'all' : undefined;
}
