import { sanitizeInline, stripControls } from '../terminalText.ts';

const longestText = 65_536;
const longestParam = 300;

/** The end of a text, without control characters and colours. */
export function readable(text: string): string {
  return stripControls(text.slice(-longestText));
}

/** A value to put into a sentence: one line, of a length that a notification bears, without invisible characters. */
export function paramOf(value: string): string {
  const line = sanitizeInline(value.slice(0, 4 * longestParam).replace(/\p{Cf}/gu, ''));
  return line.length <= longestParam ? line : `${line.slice(0, longestParam - 1).trimEnd()}…`;
}
