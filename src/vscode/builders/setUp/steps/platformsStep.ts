import { askPlatforms, linuxPlatforms } from '../../platforms/askPlatforms.ts';
import type { SetUpStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Asks for the pinned platforms: for kubernetes one node each, for remote the native ones of BuildKit. */
export function platformsStep(): SetUpStep {
  return {
    id: 'platforms',
    applies: ({ driver }) => driver === 'kubernetes' || driver === 'remote',
    async ask(state, ui) {
      const kubernetes = state.driver === 'kubernetes';
      const usual = kubernetes ? ['linux/amd64', 'linux/arm64'] : [];
      const platforms = await askPlatforms(ui, {
        placeholder: kubernetes
          ? l10n.t('Select the architectures of the cluster’s machines; each gets its own node')
          : l10n.t(
              'Select the platforms that the machine at that address runs natively; builds for them are sent there',
            ),
        ticked: state.platforms.length > 0 ? state.platforms : usual,
        first: linuxPlatforms,
      });
      return { state: { ...state, platforms } };
    },
  };
}
