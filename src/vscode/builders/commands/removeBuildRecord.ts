import { canForgetBuilds } from '../../../domain/builder/buildRecord.ts';
import type { BuildHistory } from '../../../services/builders/history.ts';
import type { BuilderModel } from '../builderModel.ts';
import { historyTexts } from '../texts/history.ts';
import type { BuilderCommand } from './deps.ts';
import { refreshLater } from '../refreshLater.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';

export interface RemoveBuildRecordDeps {
  readonly history: Pick<BuildHistory, 'remove'>;
  readonly model: BuilderModel;
}

/** `Remove from Build History`: only the record is lost, so it does not ask. */
export function removeBuildRecord({ history, model }: RemoveBuildRecordDeps): BuilderCommand {
  return async (element) => {
    if (element?.kind !== 'record') {
      return;
    }
    const { builder, record } = element;
    if (!canForgetBuilds(builder)) {
      void showWarning(historyTexts.cannotRemove());
      return;
    }
    try {
      await history.remove(builder.name, record.ref);
    } finally {
      refreshLater(model);
    }
  };
}
