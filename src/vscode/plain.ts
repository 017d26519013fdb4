import { cleanLine } from '../domain/terminalText/clean.ts';

/**
 * A text from elsewhere for a row, a pick or the status bar, in one line. VS Code shows `$(name)` in many of these as an
 * icon; a character without width in between keeps it a text.
 */
export function plain(text: string): string {
  return oneLine(text).replaceAll('$(', '$\u200b(');
}

/** A text from elsewhere for a notification, which makes links of `[text](target)`, commands included. */
export function noLinks(text: string): string {
  return oneLine(text).replace(/\]\s*\(/g, '] - (');
}

function oneLine(text: string): string {
  return cleanLine(text.replace(/[\r\n\t\u2028\u2029]+/g, ' '));
}
