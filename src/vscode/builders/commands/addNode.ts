import { isExtensible } from '../../../domain/builder/builder.ts';
import { askNode } from '../setUp/node/askNode.ts';
import { unpinned } from '../setUp/node/state.ts';
import { builderOf } from '../setUp/elementArguments.ts';
import { changeBuilder, chooseBuilder, inWizard, type SetUpDeps } from '../setUp/setUpActions.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

/** `Add a Native Node…`: asks for its location, adds it to a builder and starts it. */
export function addNode(deps: SetUpDeps) {
  return async (element?: unknown): Promise<void> => {
    try {
      const builder =
        builderOf(element) ??
        (await chooseBuilder(deps, l10n.t('Which builder should the node be added to?'), isExtensible));
      if (!builder) {
        return;
      }
      const answer = await inWizard(l10n.t('Add a Native Node to {0}', builder.name), deps, (questions, ui) =>
        askNode(builder, questions, ui),
      );
      if (!answer) {
        return;
      }
      const { node, pinOthers } = answer;
      const done = await changeBuilder(l10n.t('Adding a node to builder “{0}”', builder.name), deps, async (signal) => {
        await deps.setUp.addNode(builder, node, signal);
        for (const other of pinOthers ? unpinned(builder) : []) {
          if (!node.platforms?.includes(other.platform)) {
            await deps.setUp.pin(builder, other.node, [other.platform], signal);
          }
        }
      });
      if (done) {
        void showInformation(
          l10n.t('Builder {0} builds {1} on its new node.', builder.name, node.platforms?.join(', ') ?? ''),
        );
      }
    } catch (error) {
      await deps.showError(error);
    }
  };
}
