import type { Builders } from '../../services/builders/builders.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { withProgress } from '../shared/dialogs/progress.ts';
import { l10n } from '../shared/l10n.ts';

/** The builder's name in the guide that this product grew out of. */
const builderName = 'multiarch';

/** Resolves to the name of the new builder, or to nothing where that failed. */
export type CreateBuilder = () => Promise<string | undefined>;

/** Makes the docker-container builder, with progress and a way to stop it; what fails is shown here. */
export function createBuilderAction(builders: Builders, showError: ShowError): CreateBuilder {
  return async () => {
    try {
      return await withProgress(
        l10n.t('Creating builder “{0}” (the first start downloads BuildKit)', builderName),
        (signal) => builders.createContainer(builderName, signal),
      );
    } catch (error) {
      await showError(error);
      return undefined;
    }
  };
}
