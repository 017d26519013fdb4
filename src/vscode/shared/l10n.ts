import { l10n as translations } from 'vscode';
import { longestPiece, safeText, type SafeText } from '../../domain/safeText.ts';

type Value = string | number;

/**
 * The only source of sentences: VS Code's `l10n`, with arguments that may come from outside. Makes each argument safe and limits its
 * length, so that it cannot push the rest of the sentence out of view. `npm run l10n` collects the sentences.
 */
export const l10n = { t: translate };

function translate(message: string, ...values: readonly Value[]): SafeText;
function translate(message: string, values: Readonly<Record<string, Value | undefined>>): SafeText;
function translate(
  message: string,
  first: Value | Readonly<Record<string, Value | undefined>> = '',
  ...others: readonly Value[]
): SafeText {
  if (typeof first === 'object') {
    const named = Object.entries(first).flatMap(([name, value]) => (value === undefined ? [] : [[name, safe(value)]]));
    return safeText(translations.t(message, Object.fromEntries(named) as Record<string, Value>));
  }
  return safeText(translations.t(message, ...[first, ...others].map(safe)));
}

function safe(value: Value): Value {
  return typeof value === 'string' ? safeText(value, longestPiece) : value;
}
