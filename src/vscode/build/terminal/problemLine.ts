import { redact } from '../../../domain/redact.ts';
import { safeText } from '../../../domain/safeText.ts';

/** A place in a file that something is to be said of. */
export interface ProblemLine {
  /** Relative to the folder of the task. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly severity: 'error' | 'warning';
  readonly code?: string;
  readonly message: string;
  /** Whether the task's problem matcher is to take it. */
  readonly marked: boolean;
}

/**
 * What the problem matcher `$multiarch` wants at the end of a line: nobody sees it, and it is taken out of everything that is
 * printed here, so that no output can have it.
 */
export const problemMark = '\u2060';

/** The line of a problem, complete and without colours. @param secrets values that must not be shown */
export function problemLine(
  { file, line, severity, code, message }: ProblemLine,
  secrets: readonly string[] | undefined,
): string {
  const head = `${safeText(file)}:${line}: ${severity}`;
  const words = redact(safeText(message), secrets);
  return `${code === undefined ? head : `${head} ${safeText(code)}`}: ${words}`;
}
