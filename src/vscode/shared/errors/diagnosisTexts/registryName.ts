import { longestPiece, safeText, type SafeText } from '../../../../domain/safeText.ts';
import type { Words } from './words.ts';
import { l10n } from '../../l10n.ts';

/** The registry's name, or a placeholder for the start of a sentence. */
export function named({ registry }: Words): SafeText {
  return registry === undefined ? l10n.t('The registry') : familiar(registry);
}

/** The same for the middle of a sentence. */
export function within({ registry }: Words): SafeText {
  return registry === undefined ? l10n.t('the registry') : familiar(registry);
}

function familiar(registry: string): SafeText {
  return safeText(registry === 'docker.io' ? 'Docker Hub' : registry, longestPiece);
}
