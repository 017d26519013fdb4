import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { IconText } from './icons.ts';

/** VS Code renders `[text](target)` in notifications as a link, which can run commands. */
export function noLinks(text: SafeText | IconText): string {
  return text.replace(/\]\s*\(/g, '] - (');
}

/**
 * A safe error for VS Code, which shows the message of rejected commands and views in its own notification and bypasses everything that
 * makes texts safe.
 */
export function safeError(error: unknown): Error {
  return new Error(noLinks(safeText(error instanceof Error ? error.message : String(error))));
}
