import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { IconText } from './icons.ts';

/** VS Code makes links of `[text](target)` in notifications, and lets those run commands. */
export function noLinks(text: SafeText | IconText): string {
  return text.replace(/\]\s*\(/g, '] - (');
}

/**
 * What a call of VS Code's may fail with. It shows the message of whatever our commands and views reject with in a notification of its
 * own, past everything that makes texts safe.
 */
export function safeError(error: unknown): Error {
  return new Error(noLinks(safeText(error instanceof Error ? error.message : String(error))));
}
