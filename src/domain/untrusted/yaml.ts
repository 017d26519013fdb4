import { withinBudget, type Budget, type TooComplex } from './budget.ts';
import { good, type Result } from '../result.ts';
import { yamlDocuments } from './yaml/documents.ts';
import { isMapping, type Mapping } from './values.ts';
import { plainValue } from './yaml/plainValue.ts';

/** Values of a file with aliases expanded; a hundred times those of real files. */
const mostSteps = 1_000_000;

/** The readable part of a YAML text. */
export interface YamlReading {
  /** The documents that are mappings. */
  readonly mappings: readonly Mapping[];
  /** The first error of the text; its line is counted from 1. */
  readonly error?: { readonly message: string; readonly line: number };
}

/**
 * Reads the mappings among a file's YAML documents as far as possible; never throws. Takes time proportional to the length of the text, and
 * so does walking through the mappings, up to a fixed number of steps.
 *
 * @param marked converts a value with a tag, such as `!reset`
 */
export function readYaml(
  text: string,
  marked?: (value: unknown, tag: string) => unknown,
): Result<YamlReading, TooComplex> {
  return withinBudget(mostSteps, (budget) => {
    const documents = yamlDocuments(text);
    const [error] = documents.flatMap(({ errors }) => errors);
    return {
      mappings: documents.map((document) => plainValue(document, budget, marked)).filter(isMapping),
      ...(error && { error: { message: error.message, line: text.slice(0, error.pos[0]).split('\n').length } }),
    };
  });
}

/** `readYaml` for callers that ignore errors of the text. */
export function mappingsOf(...asked: Parameters<typeof readYaml>): Result<readonly Mapping[], TooComplex> {
  const read = readYaml(...asked);
  return read.ok ? good(read.value.mappings) : read;
}

/** `mappingsOf` for one of several texts that share a budget. */
export function mappingsWithin(shared: Budget, text: string): Result<readonly Mapping[], TooComplex> {
  return withinBudget(shared, (budget) =>
    yamlDocuments(text)
      .map((document) => plainValue(document, budget))
      .filter(isMapping),
  );
}
