import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../l10n.ts';

/** `sha256:0123456789ab`, as Docker shows it. */
export function shortDigest(digest: string): string {
  const [algorithm = '', hex = ''] = digest.split(':');
  return `${algorithm}:${hex.slice(0, 12)}`;
}

/** A digest in a tooltip. */
export function digestLine(digest: string): SafeText {
  return l10n.t('Digest: {0}', digest);
}
