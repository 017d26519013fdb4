import type { SafeText } from '../../../domain/safeText.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuilderActions } from '../../../services/builders/actions.ts';
import type { BuilderModel } from '../builderModel.ts';
import { forgetBuilder } from '../../settings/builder.ts';
import { actionTexts } from '../texts/builders.ts';
import { sizeText } from '../../shared/text/measures.ts';
import { isRemovable, isStoppable } from '../../../domain/builder/abilities.ts';
import { builderFor, type BuilderCommand, type BuilderCommandDeps } from './deps.ts';
import { refreshLater } from '../refreshLater.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** Milliseconds that the question waits for the size of the cache. */
const patience = 1500;

/** `Remove Builder…`: shows what will be lost, and asks. */
export function remove({ actions, model }: BuilderCommandDeps): BuilderCommand {
  return async (element) => {
    const builder = await builderFor(element, model, 'remove', isRemovable);
    if (!builder) {
      return;
    }
    const { name } = builder;
    const detail = [await lostCache(builder, actions), ...lostRoles(builder, model)];
    const yes = actionTexts.remove();
    const answer = await showWarning(actionTexts.removeQuestion(name), { modal: true, detail }, yes);
    if (answer !== yes) {
      return;
    }
    try {
      const done = await withProgress(actionTexts.removing(name), async (signal) => {
        await actions.remove(name, signal);
        return true;
      });
      if (done) {
        await forgetBuilder(name);
      }
    } finally {
      refreshLater(model);
    }
  };
}

async function lostCache(builder: Builder, actions: BuilderActions): Promise<SafeText> {
  switch (builder.driver) {
    case 'remote':
      return actionTexts.leavesRemote();
    case 'cloud':
      return actionTexts.leavesCloud();
  }
  if (!isStoppable(builder)) {
    return actionTexts.removesCache();
  }
  const usage = await actions.diskUsage(builder.name, AbortSignal.timeout(patience)).catch(() => undefined);
  if (!usage) {
    return actionTexts.removesCache();
  }
  return usage.total === 0 ? actionTexts.hasNoCache() : actionTexts.removesCacheOf(sizeText(usage.total));
}

function lostRoles({ name, current }: Builder, model: BuilderModel): readonly SafeText[] {
  const inUse = model.inUse();
  return [
    ...(inUse?.name === name && inUse.by === 'setting' ? [actionTexts.removesSetting()] : []),
    ...(current === true ? [actionTexts.removesDefault()] : []),
  ];
}
