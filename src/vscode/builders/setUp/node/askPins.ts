import type { Builder, BuilderNode } from '../../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../../domain/platform.ts';
import { runSteps, type Step } from '../../../shared/picks/runSteps.ts';
import type { WizardUi } from '../../../shared/picks/ui.ts';
import { askPlatforms } from '../../platforms/askPlatforms.ts';
import { ownPlatform } from '../../../../domain/builder/platforms/ownPlatform.ts';
import { l10n } from '../../../shared/l10n.ts';

interface Pin {
  readonly node: BuilderNode;
  readonly platforms: readonly string[];
}

type Pins = Readonly<Record<string, readonly string[]>>;

/** Asks for the pinned platforms of each node; suggests the current pins, or the native platform. Undefined if canceled. */
export async function askPins(
  builder: Builder,
  nodes: readonly BuilderNode[],
  ui: WizardUi,
): Promise<readonly Pin[] | undefined> {
  const steps = nodes.map((node, at) => pinStep(builder, node, at === nodes.length - 1));
  const pins = await runSteps<Pins, string>(steps, { state: {}, answered: [] }, ui);
  return pins && nodes.map((node) => ({ node, platforms: pins[node.name] ?? [] }));
}

function pinStep(builder: Builder, node: BuilderNode, last: boolean): Step<Pins, string> {
  return {
    id: node.name,
    applies: () => true,
    async ask(state, ui) {
      const native = ownPlatform(node);
      const pinned = node.platforms.filter((own) => own.pinned).map(({ platform }) => formatPlatform(platform));
      const proposed = pinned.length > 0 ? pinned : native === undefined ? [] : [native];
      const platforms = await askPlatforms(ui, {
        placeholder: l10n.t('Select the platforms that node {0} builds; builds for them are sent there', node.name),
        ticked: state[node.name] ?? proposed,
        first: node.platforms.map(({ platform }) => formatPlatform(platform)),
        describe: (platform) => (platform === native ? l10n.t('native') : ownerText(platform, node, builder)),
      });
      return { state: { ...state, [node.name]: platforms }, ...(last && { finished: true }) };
    },
  };
}

function ownerText(platform: string, node: BuilderNode, builder: Builder): string | undefined {
  const owner = builder.nodes.find(
    (other) =>
      other.name !== node.name &&
      other.platforms.some((own) => own.pinned && formatPlatform(own.platform) === platform),
  );
  return owner && l10n.t('pinned to node {0}; selecting it moves it here', owner.name);
}
