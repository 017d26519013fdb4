import type { SafeText } from '../../../../domain/safeText.ts';
import { l10n } from '../../l10n.ts';
import type { Explanation, Texts, Words } from './words.ts';

/** Charts that Helm cannot render. */
export const helmTexts: Pick<Texts, 'helmNotFound' | 'helmFailed'> = {
  helmNotFound: () => ({
    message: l10n.t('Helm was not found on this machine.'),
    advice: l10n.t(
      'Install it, and make sure that “helm” is on the PATH. Until then, the images are those of the values files.',
    ),
  }),
  helmFailed: (words) => ({
    message:
      words.reason === 'timeout'
        ? l10n.t('Rendering {chart} timed out.', { chart: chartOf(words) })
        : words.others === undefined
          ? l10n.t('Helm could not render {chart}.', { chart: chartOf(words) })
          : l10n.t('Helm could not render {chart} and {others} more.', { chart: chartOf(words), others: words.others }),
    ...advice(words),
  }),
};

function advice({ reason, detail }: Words): Pick<Explanation, 'advice'> {
  if (reason === 'tooLarge') {
    return { advice: l10n.t('The rendered templates are too large to read.') };
  }
  if (detail === undefined) {
    return {};
  }
  return {
    advice:
      reason === 'dependencies'
        ? l10n.t('Run “helm dependency build” for the chart first. Missing dependencies: {detail}.', { detail })
        : l10n.t('Helm reported: {detail}.', { detail }),
  };
}

function chartOf({ file }: Words): string | SafeText {
  return file ?? l10n.t('the chart');
}
