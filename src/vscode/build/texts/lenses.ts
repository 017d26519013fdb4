import { ordered } from '../../../domain/platform.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../../shared/l10n.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';

/** Platforms to list; the rest is a number. */
const most = 3;

/** The texts of the commands above a `FROM`. */
export const lensTexts = {
  build: (platforms: readonly string[]): SafeText => {
    const more = platforms.length - most;
    const names = ordered(platforms).slice(0, most).map(shortPlatform).join(', ');
    return more > 0 ? l10n.t('Build for {0} and {1} more…', names, more) : l10n.t('Build for {0}…', names);
  },
  buildMore: () => l10n.t('Build this file for the target platforms of the workspace'),
  local: () => l10n.t('Build Locally'),
  localMore: () => l10n.t('Build this file for the Docker engine and load it there; nothing is pushed'),
};
