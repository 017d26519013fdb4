import type { Builders } from '../../services/builders/builders.ts';
import type { ShowError } from '../shared/errors/showError.ts';
import { withProgress } from '../shared/dialogs/progress.ts';
import { l10n } from '../shared/l10n.ts';

/** The builder's name in the guide that this product is based on. */
const builderName = 'multiarch';

/** Resolves to the name of the new builder, or to undefined after a failure. */
export type CreateBuilder = () => Promise<string | undefined>;

/** Creates the docker-container builder with cancelable progress, and shows failures. */
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
