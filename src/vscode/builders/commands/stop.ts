import { actionTexts } from '../texts/builders.ts';
import { isStoppable } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { refreshLater } from '../refreshLater.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** `Stop Builder`; keeps its cache. */
export function stop({ actions, model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'stop', isStoppable);
    if (builder) {
      const { name } = builder;
      try {
        await withProgress(actionTexts.stopping(name), (signal) => actions.stop(name, signal));
      } finally {
        refreshLater(model);
      }
    }
  };
}
