import { l10n, window } from 'vscode';
import { askSetUp, type SetUpStart } from '../../builders/setUp/askSetUp.ts';
import { changeBuilder, inWizard, type SetUpDeps } from '../../builders/setUp/setUpActions.ts';

/** `Set up a builder…`: asks, makes it, starts it. */
export function setUpBuilder(deps: SetUpDeps) {
  return async (start?: unknown): Promise<void> => {
    try {
      const answer = await inWizard(l10n.t('Set up a builder'), deps, (questions, ui) =>
        askSetUp(questions, ui, startFrom(start)),
      );
      if (!answer) {
        return;
      }
      const { request, use } = answer;
      const title =
        request.driver === 'docker-container'
          ? l10n.t('Creating the builder “{0}”: its first start downloads BuildKit', request.name)
          : l10n.t('Creating the builder “{0}”', request.name);
      const done = await changeBuilder(title, deps, async (signal) => {
        const name = await deps.setUp.create(request, signal);
        if (use) {
          await deps.useHere(name);
        }
      });
      if (done) {
        await tell(deps, request.name, use);
      }
    } catch (error) {
      await deps.showError(error);
    }
  };
}

async function tell({ build }: SetUpDeps, name: string, use: boolean): Promise<void> {
  const button = { title: l10n.t('Build') };
  const message = use
    ? l10n.t('The builder {0} runs, and this workspace uses it.', name)
    : l10n.t('The builder {0} runs.', name);
  if ((await window.showInformationMessage(message, ...(use ? [button] : []))) === button) {
    await build();
  }
}

/** Menus call commands with rows of trees, which are no start. */
function startFrom(value: unknown): SetUpStart {
  if (typeof value !== 'object' || value === null || !('registry' in value) || typeof value.registry !== 'string') {
    return {};
  }
  return { registry: value.registry, http: 'http' in value && value.http === true };
}
