import type { BuildOutput } from '../../../domain/build/request.ts';
import type { BuiltImage, BuildReport } from '../../../domain/build/report.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../../shared/l10n.ts';
import { pinnedReference } from '../outcome/pinnedReference.ts';
import { mislabelledLines, notChecked, tagLines } from '../texts/outcome.ts';

/** The sentences below the table of a build: what was verified, or why it failed, and what its tags now point to. */
export function outcomeLines(report: BuildReport, output: BuildOutput): string[] {
  const { failure } = report;
  if (!failure) {
    const unchecked = notChecked(report);
    return [
      ...(report.verified ? report.images.flatMap((image) => readBack(image, output) ?? []) : []),
      ...mislabelledLines(report).map((line) => `⚠ ${line}`),
      ...(unchecked.length > 0 ? [l10n.t('The programs for {0} were not checked.', unchecked.join(', '))] : []),
    ];
  }
  const tags = tagLines(report.tags ?? []);
  if (failure.code === 'cancelled') {
    // the previous line says so
    return [...tags];
  }
  const { message, advice } = failureText(failure);
  // with a position in a file, the sentence is part of the problem line
  return [failure.location ? undefined : message, ...tags, advice].filter((line) => line !== undefined);
}

/** Where the image was read back from. The engine knows it by its name alone. */
function readBack(image: BuiltImage, output: BuildOutput): SafeText | undefined {
  const pinned = pinnedReference(image);
  switch (output) {
    case 'load':
      return image.reference === undefined ? undefined : l10n.t('Loaded: {0}', image.reference);
    case 'push':
      return pinned === undefined ? undefined : l10n.t('Verified in the registry: {0}', pinned);
    case 'oci':
      return pinned === undefined ? undefined : l10n.t('Verified in the OCI layout: {0}', pinned);
    case 'cache':
      return undefined;
  }
}
