import { actionTexts } from '../texts/builders.ts';
import { canBeDefault } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { refreshLater } from '../refreshLater.ts';
import { showInformation, showStatus } from '../../shared/dialogs/messages.ts';

/** `Make Docker’s Default Builder`: runs `docker buildx use`. Adds a note if builds of this workspace still use another builder. */
export function useAsDefault({ actions, model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'useAsDefault', canBeDefault);
    if (!builder) {
      return;
    }
    await actions.use(builder.name);
    refreshLater(model);
    const inUse = model.inUse();
    if (inUse && inUse.by !== 'docker' && inUse.name !== builder.name) {
      const by = inUse.by === 'setting' ? actionTexts.theSetting() : actionTexts.theVariable();
      void showInformation(actionTexts.usedAsDefaultBut(builder.name, inUse.name, by));
    } else {
      showStatus(actionTexts.usedAsDefault(builder.name), 5000);
    }
  };
}
