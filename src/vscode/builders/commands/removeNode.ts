import { nodeOf } from '../setUp/elementArguments.ts';
import { changeBuilder, type SetUpDeps } from '../setUp/setUpActions.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

/** `Remove Node…`: removes a node and its cache from its builder, except the last one. */
export function removeNode(deps: SetUpDeps) {
  return async (element?: unknown): Promise<void> => {
    const found = nodeOf(element);
    if (!found) {
      return;
    }
    const { builder, node } = found;
    if (builder.nodes.length < 2) {
      void showInformation(
        l10n.t('{0} is the last node of builder {1}. Remove the builder instead.', node.name, builder.name),
      );
      return;
    }
    const remove = { title: l10n.t('Remove') };
    const chosen = await showWarning(
      l10n.t('Remove node {0} from builder {1}?', node.name, builder.name),
      {
        modal: true,
        detail: [l10n.t('The build cache of this node will be lost. Pushed images are kept.')],
      },
      remove,
    );
    if (chosen === remove) {
      await changeBuilder(l10n.t('Removing node {0}', node.name), deps, (signal) =>
        deps.setUp.removeNode(builder, node, signal),
      );
    }
  };
}
