import { redact } from '../../../domain/redact.ts';
import { safeText } from '../../../domain/safeText.ts';

/** A position in a file with a message. */
export interface ProblemLine {
  /** Relative to the folder of the task. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly code?: string;
  readonly message: string;
  /** Whether the task's problem matcher should recognize it. */
  readonly marked: boolean;
}

/**
 * The invisible mark that the problem matcher `$multiarch` requires at the end of a line. It is removed from everything printed here, so
 * build output cannot contain it.
 */
export const problemMark = '\u2060';

/** The line of a problem, complete and without colors. @param secrets values to redact */
export function problemLine(
  { file, line, severity, code, message }: ProblemLine,
  secrets: readonly string[] | undefined,
): string {
  const head = `${safeText(file)}:${line}: ${severity}`;
  const words = redact(safeText(message), secrets);
  return `${code === undefined ? head : `${head} ${safeText(code)}`}: ${words}`;
}
