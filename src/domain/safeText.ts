import { cleanLine } from './terminalText/clean.ts';

declare const made: unique symbol;

/**
 * A line of text that is safe to display: it has no control characters, line breaks, invisible or direction-changing characters, or half
 * characters, and a limited length. Outside text becomes it only by `safeText`; everything that displays text accepts only this type, and
 * escapes what has a meaning there (links, icons, Markdown).
 */
export type SafeText = string & { readonly [made]: 'line' };

/** A line of a document from outside, without control characters and hidden characters, but with its indentation. */
export type CodeLine = string & { readonly [made]: 'code' };

/** Default number of characters of a text; VS Code shortens notifications after 1,000. */
const longestText = 4096;
/** Maximum number of characters of outside text within our own sentence: it must not push the rest out of view. */
export const longestPiece = 500;
const mostLines = 100;
/** Maximum number of examined characters per kept character. */
const looked = 4;

/**
 * Makes a text safe to display, in time proportional to `longest` and not to the text. Marks removed text with an ellipsis.
 *
 * @param longest number of characters (UTF-16) to keep
 */
export function safeText(text: string, longest = longestText): SafeText {
  const read = text.slice(0, longest * looked);
  const line = cleanLine(read.replace(/[\r\n\t\v\f\x85\u2028\u2029]+/g, ' '), undefined, longest)
    .replace(/\s+/g, ' ')
    .trim();
  return (read.length < text.length && !line.endsWith('…') ? `${line}…` : line) as SafeText;
}

/** Joins texts, without absent or empty ones. */
export function joinText(parts: readonly (SafeText | undefined)[], between: string): SafeText {
  return safeText(parts.filter((part) => part !== undefined && part !== '').join(between));
}

/** Lines below each other; outside text with several lines becomes several. */
export function safeLines(lines: readonly string[]): readonly SafeText[] {
  return lines.flatMap((line) =>
    line
      .slice(0, mostLines * longestText)
      .split('\n', mostLines)
      .map((each) => safeText(each)),
  );
}

/** Maximum number of characters of a document: registries accept manifests of 4 MB, which can be a single line. */
const longestDocument = 4_194_304;

/** The lines of a document, as they are otherwise. */
export function codeLines(document: string): readonly CodeLine[] {
  const lines = document.slice(0, longestDocument).replace(/\n$/, '').split('\n');
  return lines.map((line) => cleanLine(line, undefined, longestDocument) as CodeLine);
}

/** A trusted template with texts: `` text`${name}: ${state}` ``. Each part is made safe and limited in length. */
export function text(strings: TemplateStringsArray, ...pieces: readonly (string | number)[]): SafeText {
  return safeText(strings.reduce((all, each, index) => `${all}${piece(pieces[index - 1])}${each}`));
}

function piece(value: string | number | undefined): string {
  return typeof value === 'string' ? safeText(value, longestPiece) : String(value);
}
