import type { BuildRequest } from '../../../domain/build/request.ts';
import type { RememberedBuild } from '../../memory.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import { askSecret } from '../../shared/dialogs/inputs.ts';
import { l10n } from '../../shared/l10n.ts';

/** The complete request of a remembered build: asks for its secrets, which are not stored. Resolves to undefined if the user cancels. */
export async function askSecrets({ request, leftOut }: RememberedBuild): Promise<BuildRequest | undefined> {
  const buildArgs: Record<string, string> = { ...request.buildArgs };
  for (const name of leftOut.buildArgs) {
    const value = await askSecret(
      l10n.t('Rebuild Last'),
      l10n.t('Value of the build argument {0}. Secret values are not stored.', name),
    );
    if (value === undefined) {
      return undefined;
    }
    buildArgs[name] = value;
  }
  if (leftOut.properties.length > 0) {
    const build = l10n.t('Build Without Them');
    const answer = await showWarning(
      l10n.t('The last build used credentials that are not stored.'),
      { modal: true, detail: [l10n.t('They were part of: {0}', leftOut.properties.join(', '))] },
      build,
    );
    if (answer !== build) {
      return undefined;
    }
  }
  return Object.keys(buildArgs).length > 0 ? { ...request, buildArgs } : request;
}
