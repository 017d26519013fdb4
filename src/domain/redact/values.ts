import { trimEnd } from '../untrusted/trim.ts';
import type { Range } from './ranges.ts';

/** Values that contain nothing secret: a reference, a placeholder, a digest. */
const holdsNothing =
  /^(?:|true|false|null|nil|none|undefined|\(?unset\)?|string(?:array|s)?|\*{3,}|<[\w -]{1,40}>|\[[A-Z]{1,20}\]|\$(?:[A-Z_][A-Z\d_]*|\{[^}]{0,200}\}|\([^)]{0,200}\))|%[A-Z_]{1,60}%|\{\{[^}]{0,200}\}\}|sha(?:256|384|512):[\da-f]{16,128})$/i;

/** Words that follow a colon in messages of programs. */
const messageWord =
  /^(?:a|an|and|any|authentication|authorization|bad|cannot|could|did|does|empty|error|expected|expired|failed|failure|for|from|has|have|http|https|invalid|is|incorrect|it|missing|must|no|not|of|ok|only|permission|required|requires|see|server|the|this|unable|unauthorized|unexpected|unknown|unsupported|use|using|was|with|wrong|yes|you|your)$/;

export function isHollow(value: string): boolean {
  return holdsNothing.test(value);
}

/** After a colon in the middle of a line: a word of a message, or something else. */
export function looksWritten(value: string, last: boolean): boolean {
  const word = trimEnd(value, '.,;:!?)]}');
  return (
    /^[a-z]+(?:-[a-z]+)*$/i.test(word) && !/[a-z][A-Z]/.test(word) && !(last && !messageWord.test(word.toLowerCase()))
  );
}

/** Maximum length of a value: without an end before that, so much is redacted. */
const longestValue = 8192;
const blank = /\s/g;

/**
 * The value at a position: in quotes with any number of escapes, or up to the next space.
 *
 * @param outer the quotes around both name and value, which end it
 * @param stop the end of an unquoted value, an expression with the flag `g`
 */
export function valueAt(text: string, at: number, outer = '', stop = blank): Range {
  const open = quoteAt(text, at);
  if (open !== '' && open !== outer) {
    return { start: at + open.length, end: closing(text, at + open.length, open) ?? furthest(text, at) };
  }
  if (outer !== '') {
    return { start: at, end: closing(text, at, outer) ?? endOf(text, at, stop) };
  }
  const end = endOf(text, at, stop);
  // a closing character that was opened before the name is not part of it
  const closed = /[$<{[%]/.test(text[at] ?? '')
    ? 0
    : (/["'`\])},;]{1,8}$/.exec(text.slice(Math.max(at, end - 8), end))?.[0].length ?? 0);
  return { start: at, end: end - at > closed ? end - closed : end };
}

/** A quote with its backslashes: `"`, `\"`, `\\\"`. */
export function quoteAt(text: string, at: number): string {
  let end = at;
  while (text[end] === '\\' && end - at < 7) {
    end += 1;
  }
  return isQuote(text[end]) ? text.slice(at, end + 1) : '';
}

/** A quote that ends at a position. */
export function quoteBefore(text: string, at: number): string {
  let start = at - 1;
  if (!isQuote(text[start])) {
    return '';
  }
  while (text[start - 1] === '\\' && at - start < 8) {
    start -= 1;
  }
  return text.slice(start, at);
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'" || char === '`';
}

/** The position of a quote with the same depth. */
function closing(text: string, from: number, open: string): number | undefined {
  const depth = open.length - 1;
  const quote = open.at(-1);
  let slashes = 0;
  for (let at = from; at < furthest(text, from); at += 1) {
    if (text[at] === '\\') {
      slashes += 1;
    } else if (text[at] === quote && (depth === 0 ? slashes % 2 === 0 : slashes <= depth)) {
      return at - (depth === 0 ? 0 : slashes);
    } else {
      slashes = 0;
    }
  }
  return undefined;
}

/** The latest end of a value. @param stop its end, an expression with the flag `g` */
export function endOf(text: string, at: number, stop: RegExp): number {
  stop.lastIndex = at;
  return Math.min(stop.exec(text)?.index ?? text.length, furthest(text, at));
}

function furthest(text: string, from: number): number {
  return Math.min(text.length, from + longestValue);
}
