import { actionTexts } from '../texts/builders.ts';
import { isStartable } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { refreshLater } from '../refreshLater.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** `Start Builder`. */
export function start({ actions, model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'start', isStartable);
    if (builder) {
      const { name } = builder;
      try {
        await withProgress(actionTexts.starting(name), (signal) => actions.start(name, signal));
      } finally {
        refreshLater(model);
      }
    }
  };
}
