import { text } from '../../../domain/safeText.ts';
import { compareImages } from '../../../domain/image/compareImages.ts';
import { sizeOf, type InspectedImage } from '../../../domain/image/describe.ts';
import { paragraph, type Report } from '../../shared/report/report.ts';
import { dateText, sizeText } from '../../shared/text/measures.ts';
import { reportTexts } from '../texts/reports.ts';
import { facts, tableOf } from './blocks.ts';
import { kindText, sized } from './details.ts';
import { copy, verify } from './nextSteps.ts';

/** The change of each platform from one image to another. */
export function comparisonReport(before: InspectedImage, after: InspectedImage, at: number): Report {
  const compared = compareImages(before, after);
  const changes = (['added', 'removed', 'changed', 'same'] as const).map(
    (change) => [change, compared.filter((each) => each.change === change).map(({ platform }) => platform)] as const,
  );
  const rows = compared.map(({ platform, change, before: old, after: fresh }) => [
    platform,
    reportTexts.changeOf(change),
    sized(old),
    sized(fresh),
    (fresh ?? old)?.digest ?? '',
  ]);
  const totals = [sizeText(sizeOf(before)), sizeText(sizeOf(after))];
  return {
    heading: text`${before.ref} → ${after.ref}`,
    ...(before.digest === after.digest && { outcome: { text: reportTexts.samePlatforms(), tone: 'neutral' } as const }),
    next: [verify(after), copy()],
    blocks: [
      ...(before.digest === after.digest
        ? []
        : [
            facts(
              changes.flatMap(([change, named]) =>
                named.length > 0 ? [[reportTexts.changeOf(change), named.join(', ')] as const] : [],
              ),
            ),
          ]),
      ...(rows.length > 0
        ? [
            tableOf(
              [
                reportTexts.platform(),
                reportTexts.change(),
                reportTexts.before(),
                reportTexts.after(),
                reportTexts.digest(),
              ],
              [...rows, ...(rows.length > 1 ? [[reportTexts.total(), '', ...totals, '']] : [])],
            ),
          ]
        : []),
      facts([
        [reportTexts.before(), `${before.digest} (${kindText(before)})`],
        [reportTexts.after(), `${after.digest} (${kindText(after)})`],
      ]),
      paragraph(reportTexts.inspected(dateText(at))),
    ],
  };
}
