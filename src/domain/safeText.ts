import { cleanLine } from './terminalText/clean.ts';

declare const made: unique symbol;

/**
 * One line of text that was made safe to show: no control characters, no line breaks, nothing that hides or turns the direction
 * of writing, no half characters, of a length that has a bound. Text from outside becomes it by `safeText` alone; everything
 * that shows text takes it alone, and escapes what means something there (links, icons, Markdown).
 */
export type SafeText = string & { readonly [made]: 'line' };

/** Characters of a text when nothing else is said; VS Code cuts notifications after 1,000. */
const longestText = 4096;
/** Characters of a piece of outside text within a sentence of ours: it must not push the rest out of sight. */
export const longestPiece = 500;
const mostLines = 100;
/** More than this much of a text is not even looked at, for each character that may be kept. */
const looked = 4;

/**
 * Makes a text safe to show, in time that grows with `longest` and not with the text. What is cut off leaves an ellipsis.
 *
 * @param longest characters (UTF-16) that are kept
 */
export function safeText(text: string, longest = longestText): SafeText {
  const read = text.slice(0, longest * looked);
  const line = cleanLine(read.replace(/[\r\n\t\v\f\x85\u2028\u2029]+/g, ' '), undefined, longest)
    .replace(/\s+/g, ' ')
    .trim();
  return (read.length < text.length && !line.endsWith('…') ? `${line}…` : line) as SafeText;
}

/** Texts one after the other, without those that are absent or empty. */
export function joinText(parts: readonly (SafeText | undefined)[], between: string): SafeText {
  return safeText(parts.filter((part) => part !== undefined && part !== '').join(between));
}

/** Lines that stand below each other; those of outside text that has several become several. */
export function safeLines(lines: readonly string[]): readonly SafeText[] {
  return lines.flatMap((line) =>
    line
      .slice(0, mostLines * longestText)
      .split('\n', mostLines)
      .map((each) => safeText(each)),
  );
}

/** A template of ours with pieces of text in it: `` text`${name}: ${state}` ``. Each piece is made safe and bounded by itself. */
export function text(strings: TemplateStringsArray, ...pieces: readonly (string | number)[]): SafeText {
  return safeText(strings.reduce((all, each, index) => `${all}${piece(pieces[index - 1])}${each}`));
}

function piece(value: string | number | undefined): string {
  return typeof value === 'string' ? safeText(value, longestPiece) : String(value);
}
