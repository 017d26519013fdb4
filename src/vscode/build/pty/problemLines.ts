import path from 'node:path';
import type { BuildReport } from '../../../domain/build/report.ts';
import { safeText } from '../../../domain/safeText.ts';
import { insideFolder } from '../../../services/workspaceFiles/insideFolder.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { ProblemLine } from '../terminal/problemLine.ts';

type Place = Omit<ProblemLine, 'marked'>;

/**
 * The problem lines of a build. Only files in the folder of the task are marked for the problem matcher, because file names in build output
 * are untrusted.
 *
 * @param directory the working directory of the build; its file names are relative to it
 */
export async function problemLines(
  report: BuildReport,
  { directory, folder }: { readonly directory: string; readonly folder: string },
): Promise<readonly ProblemLine[]> {
  return Promise.all(
    places(report).map(async (place) => {
      const full = path.resolve(directory, place.file);
      const file = path.relative(folder, full);
      const marked = isReadAsItIs(file) && (await insideFolder(folder, full)) !== undefined;
      return { ...place, file, marked };
    }),
  );
}

/**
 * The failure comes first: 0.1 s after the end, VS Code drops unread lines (terminalTaskSystem.ts). File names have the form that the
 * problem matcher accepts without a search.
 */
function places({ failure, warnings }: BuildReport): Place[] {
  const listed = warnings.map(({ file, line, rule, message }): Place => ({
    file,
    line,
    severity: 'warning',
    ...(rule !== undefined && { code: rule }),
    message,
  }));
  return failure?.location
    ? [{ ...failure.location, severity: 'error', code: failure.code, message: failureText(failure).message }, ...listed]
    : listed;
}

/** The matcher ends a name at the first `:3:`, and treats a backslash as a slash (problemMatcher.ts, `getResource`). */
function isReadAsItIs(file: string): boolean {
  return !file.includes(':') && (path.sep === '\\' || !file.includes('\\')) && safeText(file) === file;
}
