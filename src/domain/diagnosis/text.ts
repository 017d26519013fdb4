import { safeText, type SafeText } from '../safeText.ts';
import { stripControls } from '../terminalText.ts';

const longestText = 65_536;
const longestParam = 299;

/** The end of a text, without control characters and colors. */
export function readable(text: string): string {
  return stripControls(text.slice(-longestText));
}

/** A value for a sentence: one line of limited length, without invisible characters. */
export function paramOf(value: string): SafeText {
  return safeText(value, longestParam);
}
