import { withinBudget, type TooComplex } from './budget.ts';
import type { Result } from '../result.ts';
import { yamlDocuments } from './yaml/documents.ts';
import { isMapping, type Mapping } from './values.ts';
import { plainValue } from './yaml/plainValue.ts';

export { yamlDocuments } from './yaml/documents.ts';

/** Values of a file, aliases written out; a hundred times what people write. */
const mostSteps = 1_000_000;

/**
 * The mappings among a file's YAML documents, read as far as they can be; never throws, whatever the text is. The work is
 * linear in the length of the text, and so is that of walking through the mappings, up to a fixed number of steps.
 *
 * @param marked what becomes of a value with a tag, such as `!reset`
 */
export function mappingsOf(
  text: string,
  marked?: (value: unknown, tag: string) => unknown,
): Result<readonly Mapping[], TooComplex> {
  return withinBudget(mostSteps, (budget) =>
    yamlDocuments(text)
      .map((document) => plainValue(document, budget, marked))
      .filter(isMapping),
  );
}
