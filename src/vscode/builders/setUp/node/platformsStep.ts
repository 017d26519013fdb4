import type { Builder } from '../../../../domain/builder/builder.ts';
import { formatPlatform } from '../../../../domain/platform.ts';
import { l10n } from '../../../shared/l10n.ts';
import { askPlatforms, linuxPlatforms } from '../../platforms/askPlatforms.ts';
import type { SetUpQuestions } from '../deps.ts';
import type { NodeStep } from './state.ts';

/** Milliseconds that the pick waits for the engine's platform; a later answer is shown, but selects nothing. */
const politeness = 1500;

/** Asks for the native platforms of the node. */
export function platformsStep(questions: SetUpQuestions): NodeStep {
  return {
    id: 'platforms',
    applies: () => true,
    async ask(state, ui) {
      const { builder, endpoint } = state;
      let native: string | undefined;
      const asking = builder.driver === 'docker-container' && endpoint !== undefined;
      const asked = (asking ? questions.enginePlatform(endpoint) : Promise.resolve(undefined)).then((platform) => {
        native = platform;
      });
      if (state.platforms.length === 0 && asking) {
        await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, politeness))]);
      }
      const platforms = await askPlatforms(ui, {
        placeholder: l10n.t('Select the platforms that this machine runs natively; builds for them are sent there'),
        ticked: state.platforms.length > 0 ? state.platforms : native === undefined ? [] : [native],
        first: linuxPlatforms,
        describe: (platform) => descriptionOf(platform, native, builder),
        load: () => asked,
      });
      return { state: { ...state, platforms } };
    },
  };
}

function descriptionOf(platform: string, native: string | undefined, builder: Builder): string | undefined {
  if (platform === native) {
    return l10n.t('native platform of the engine there');
  }
  const owner = builder.nodes.find((node) =>
    node.platforms.some((own) => own.pinned && formatPlatform(own.platform) === platform),
  );
  return owner && l10n.t('pinned to node {0}; selecting it moves it here', owner.name);
}
