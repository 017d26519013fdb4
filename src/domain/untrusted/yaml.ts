import { withinBudget, type TooComplex } from './budget.ts';
import { good, type Result } from '../result.ts';
import { yamlDocuments } from './yaml/documents.ts';
import { isMapping, type Mapping } from './values.ts';
import { plainValue } from './yaml/plainValue.ts';

/** Values of a file, aliases written out; a hundred times what people write. */
const mostSteps = 1_000_000;

/** What could be read of a YAML text. */
export interface YamlReading {
  /** The documents that are mappings. */
  readonly mappings: readonly Mapping[];
  /** The first thing that is wrong with the text; its line is counted from 1. */
  readonly error?: { readonly message: string; readonly line: number };
}

/**
 * The mappings among a file's YAML documents, read as far as they can be; never throws, whatever the text is. The work is
 * linear in the length of the text, and so is that of walking through the mappings, up to a fixed number of steps.
 *
 * @param marked what becomes of a value with a tag, such as `!reset`
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

/** `readYaml` for whoever does not ask what is wrong with the text. */
export function mappingsOf(...asked: Parameters<typeof readYaml>): Result<readonly Mapping[], TooComplex> {
  const read = readYaml(...asked);
  return read.ok ? good(read.value.mappings) : read;
}
