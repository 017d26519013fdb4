import { useBuilder } from '../../settings/builder.ts';
import { actionTexts } from '../texts/builders.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';

/** `Use Builder for This Workspace`. */
export function useHere({ model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'useHere', ({ name }) => name !== model.inUse()?.name);
    if (builder) {
      await useBuilder(builder.name);
      showStatus(actionTexts.usedHere(builder.name), 5000);
    }
  };
}
