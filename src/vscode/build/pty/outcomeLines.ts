import type { BuildReport } from '../../../domain/build/report.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { l10n } from '../../shared/l10n.ts';
import { pinnedReference } from '../outcome/pinnedReference.ts';
import { mislabelledLines, notChecked, tagLines } from '../texts/outcome.ts';

/** The sentences below the table of a build: what was verified, or why it failed, and what its tags now point to. */
export function outcomeLines(report: BuildReport): string[] {
  const { failure } = report;
  if (!failure) {
    const pinned = report.verified ? report.images.map(pinnedReference) : [];
    const unchecked = notChecked(report);
    return [
      ...pinned.filter((reference) => reference !== undefined).map((reference) => l10n.t('Verified: {0}', reference)),
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
