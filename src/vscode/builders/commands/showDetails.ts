import { actionTexts } from '../texts/builders.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** `Show Builder Details`: shows the output of `docker buildx inspect` in an editor. */
export function showDetails({ actions, model, documents }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'showDetails', () => true);
    if (!builder) {
      return;
    }
    const { name } = builder;
    const text = await withProgress(actionTexts.asking(name), (signal) => actions.describe(name, signal));
    if (text !== undefined) {
      await documents.show(`${name}.txt`, text);
    }
  };
}
