import { askSetUp, type SetUpStart } from '../setUp/askSetUp.ts';
import { changeBuilder, inWizard, type SetUpDeps } from '../setUp/setUpActions.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

export interface SetUpOptions extends SetUpStart {
  /** The caller continues with the builder, so no message is needed. */
  readonly quiet?: boolean;
}

/** `Set Up a Builder…`: asks, creates and starts it. Resolves to its name, or to undefined if canceled or failed, which is shown here. */
export function setUpBuilder(deps: SetUpDeps) {
  return async ({ quiet = false, ...start }: SetUpOptions = {}): Promise<string | undefined> => {
    try {
      const answer = await inWizard(l10n.t('Set Up a Builder'), deps, (questions, ui) =>
        askSetUp(questions, ui, start),
      );
      if (!answer) {
        return undefined;
      }
      const { request, use } = answer;
      const title =
        request.driver === 'docker-container'
          ? l10n.t('Creating builder “{0}” (the first start downloads BuildKit)', request.name)
          : l10n.t('Creating builder “{0}”', request.name);
      const done = await changeBuilder(title, deps, async (signal) => {
        const name = await deps.setUp.create(request, signal);
        if (use) {
          await deps.useHere(name);
        }
      });
      if (done && !quiet) {
        tell(deps, request.name, use).catch(deps.showError);
      }
      return done ? request.name : undefined;
    } catch (error) {
      await deps.showError(error);
      return undefined;
    }
  };
}

async function tell({ build }: SetUpDeps, name: string, use: boolean): Promise<void> {
  const button = { title: l10n.t('Build') };
  const message = use
    ? l10n.t('Builder {0} is running, and this workspace uses it.', name)
    : l10n.t('Builder {0} is running.', name);
  if ((await showInformation(message, ...(use ? [button] : []))) === button) {
    await build();
  }
}
