import { env } from 'vscode';
import { safeText, text, type SafeText } from '../../../domain/safeText.ts';

/** A readable size: `3.2 GB`, with decimal units as in Docker. */
export function sizeText(bytes: number): SafeText {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const number = new Intl.NumberFormat(env.language, { maximumFractionDigits: power < 2 ? 0 : 1 });
  return text`${number.format(bytes / 1000 ** power)} ${units[power] ?? ''}`;
}

/** The age in the largest suitable unit: `3 hours ago`. Times in milliseconds. */
export function agoText(time: number, now: number): SafeText {
  const seconds = Math.round((time - now) / 1000);
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const;
  const [unit, length] = units.find(([, each]) => Math.abs(seconds) >= each) ?? (['second', 1] as const);
  return safeText(
    new Intl.RelativeTimeFormat(env.language, { numeric: 'auto' }).format(Math.trunc(seconds / length), unit),
  );
}

/** A time in the reader's language and the time zone of the machine. */
export function dateText(time: number): SafeText {
  return safeText(new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' }).format(time));
}
