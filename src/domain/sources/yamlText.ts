import { withinBudget, type TooComplex } from '../budget.ts';
import type { Result } from '../result.ts';
import { yamlDocuments } from './yaml/documents.ts';
import { plainValue } from './yaml/plainValue.ts';

/** A mapping of a YAML or JSON file, of which nothing is known yet. */
export type Mapping = Readonly<Record<string, unknown>>;

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

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `value` if it is a mapping, else an empty one. */
export function mapping(value: unknown): Mapping {
  return isMapping(value) ? value : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The strings of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value).filter((item): item is string => typeof item === 'string' && item !== '');
}
