import type { SafeText } from '../../../domain/safeText.ts';
import { isExtensible, type Builder, type BuilderNode } from '../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../domain/platform.ts';
import { askPins } from '../setUp/node/askPins.ts';
import { builderOf, nodeOf } from '../setUp/elementArguments.ts';
import { changeBuilder, chooseBuilder, inWizard, type SetUpDeps } from '../setUp/setUpActions.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { l10n } from '../../shared/l10n.ts';

interface Target {
  readonly builder: Builder;
  readonly node?: BuilderNode;
}

/** `Pin Platforms…`: sets which platforms a node, or each node of a builder, builds. */
export function pinPlatforms(deps: SetUpDeps) {
  return async (element?: unknown): Promise<void> => {
    try {
      const target: Target | undefined = nodeOf(element) ?? (await builderTarget(deps, element));
      if (!target) {
        return;
      }
      const { builder } = target;
      const nodes = target.node ? [target.node] : builder.nodes;
      const pins = await inWizard(l10n.t('Pin Platforms of {0}', builder.name), deps, (_, ui) =>
        askPins(builder, nodes, ui),
      );
      if (!pins) {
        return;
      }
      const changes = pins.filter(({ node, platforms }) => platforms.join() !== pinnedTo(node).join());
      const done = await changeBuilder(l10n.t('Pinning platforms of {0}', builder.name), deps, async (signal) => {
        for (const { node, platforms } of changes) {
          await deps.setUp.pin(builder, node, platforms, signal);
        }
      });
      if (done && changes.length > 0) {
        void showInformation(saying(builder, pins));
      }
    } catch (error) {
      await deps.showError(error);
    }
  };
}

async function builderTarget(deps: SetUpDeps, element: unknown): Promise<Target | undefined> {
  const builder =
    builderOf(element) ??
    (await chooseBuilder(deps, l10n.t('Which builder’s platforms should be pinned?'), isExtensible));
  return builder && { builder };
}

function pinnedTo(node: BuilderNode): readonly string[] {
  return node.platforms.filter(({ pinned }) => pinned).map(({ platform }) => formatPlatform(platform));
}

function saying(
  builder: Builder,
  pins: readonly { readonly node: BuilderNode; readonly platforms: readonly string[] }[],
): SafeText {
  const [only, ...more] = pins;
  return only && more.length === 0
    ? l10n.t('Builds for {0} are sent to node {1}.', only.platforms.join(', '), only.node.name)
    : l10n.t('Each node of {0} now builds the platforms pinned to it.', builder.name);
}
