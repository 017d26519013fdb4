import { Composer, Lexer, Parser, type Document } from 'yaml';
import { TooComplexError } from '../budget.ts';

/** In characters. The largest that people have are kubeconfigs with the certificates of hundreds of clusters. */
const longestText = 4 * 1024 * 1024;
/** Levels of mappings and sequences; Kubernetes' own deepest objects have less than 30. The library recurses over them. */
const deepest = 100;
const mostDocuments = 10_000;
/** `%YAML` and `%TAG`: the library may copy those of all earlier documents for each new one. */
const mostDirectives = 100;
/** What is no token at all; the library keeps an error for each, with a stack trace. */
const mostStrayTokens = 1000;

/**
 * The documents of a YAML or JSON text, as far as they can be read. The library is only given what it reads in linear time:
 * the text is measured while it is cut into tokens, before anything is built of them.
 *
 * @throws TooComplexError
 */
export function yamlDocuments(text: string): readonly Document.Parsed[] {
  if (text.length > longestText) {
    throw new TooComplexError();
  }
  // keys may be there twice: the last one counts, and what does not compare them is linear
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  return [...composer.compose(measuredTokens(text))];
}

function* measuredTokens(text: string): ReturnType<Parser['parse']> {
  const parser = new Parser();
  const left: Partial<Record<string, number>> = {
    document: mostDocuments,
    directive: mostDirectives,
    error: mostStrayTokens,
  };
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      const before = left[token.type];
      if (before !== undefined) {
        left[token.type] = before - 1;
      }
      if (before === 0) {
        throw new TooComplexError();
      }
      yield token;
    }
    if (parser.stack.length > deepest) {
      throw new TooComplexError();
    }
  }
  yield* parser.end();
}
