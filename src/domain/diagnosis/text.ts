import { safeText, type SafeText } from '../safeText.ts';
import { stripControls } from '../terminalText.ts';

const longestText = 65_536;
const longestParam = 299;

/** The end of a text, without control characters and colours. */
export function readable(text: string): string {
  return stripControls(text.slice(-longestText));
}

/** A value to put into a sentence: one line, of a length that a notification bears, without what nobody sees. */
export function paramOf(value: string): SafeText {
  return safeText(value, longestParam);
}
