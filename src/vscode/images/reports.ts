import type { InspectedImage } from '../../domain/image/describe.ts';
import { codeOf, heading, type Report } from '../shared/report/report.ts';
import { headingOf } from './reports/blocks.ts';
import { details, type FactsOf } from './reports/details.ts';
import { compare, copy, manifest, verify } from './reports/nextSteps.ts';
import { reportTexts } from './texts/reports.ts';

export { comparisonReport } from './reports/comparison.ts';
export { verificationReport } from './reports/verification.ts';

const noFacts: FactsOf = () => ({});

/** The contents of a registry. @param at when they were read, in milliseconds since 1970 */
export function inspectionReport(image: InspectedImage, at: number, factsOf: FactsOf = noFacts): Report {
  const next = image.kind === 'artifact' ? [] : [verify(image), compare(image)];
  return {
    heading: headingOf(image.ref),
    next: [...next, manifest(image), copy()],
    blocks: details(image, at, factsOf),
  };
}

/** The contents of a registry, and its manifest or index as it is there. */
export function manifestReport(image: InspectedImage, raw: string, at: number, factsOf: FactsOf = noFacts): Report {
  return {
    heading: headingOf(image.ref),
    next: [...(image.kind === 'artifact' ? [] : [verify(image)]), copy()],
    blocks: [...details(image, at, factsOf), heading(reportTexts.manifest()), codeOf(raw)],
  };
}
