import { Composer, Lexer, Parser, type Document } from 'yaml';
import { TooComplexError } from '../budget.ts';

/** In characters. The largest real files are kubeconfigs with the certificates of hundreds of clusters. */
const longestText = 4 * 1024 * 1024;
/** Nesting of mappings and sequences; the deepest Kubernetes objects have less than 30. The library recurses over them. */
const deepest = 100;
const mostDocuments = 10_000;
/** `%YAML` and `%TAG`: the library may copy those of all earlier documents for each new one. */
const mostDirectives = 100;
/** Invalid tokens; the library stores an error with a stack trace for each. */
const mostStrayTokens = 1000;

/**
 * The documents of a YAML or JSON text, as far as possible. The library only receives what it reads in linear time: the text is measured
 * while it is split into tokens, before anything is created from them.
 *
 * @throws TooComplexError
 */
export function yamlDocuments(text: string): readonly Document.Parsed[] {
  if (text.length > longestText) {
    throw new TooComplexError();
  }
  // duplicate keys are allowed: the last one counts, and without a comparison the time stays linear
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
