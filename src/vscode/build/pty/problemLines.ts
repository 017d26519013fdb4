import path from 'node:path';
import type { BuildReport } from '../../../domain/build/report.ts';
import { safeText } from '../../../domain/safeText.ts';
import { insideFolder } from '../../../services/workspaceFiles/insideFolder.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { ProblemLine } from '../terminal/problemLine.ts';

type Place = Omit<ProblemLine, 'marked'>;

/**
 * What is to be said of lines of files. Only what lies in the folder of the task is marked for the problem matcher: what a build names
 * may come from anybody.
 *
 * @param directory that the build ran in, from which its files are counted
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
 * What failed comes first: 0.1 s after the end VS Code drops the lines that it has not looked at (terminalTaskSystem.ts). Files are told as
 * the problem matcher takes them without looking for them.
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

/** The matcher ends a name at the first `:3:`, and takes a backslash for a slash (problemMatcher.ts, `getResource`). */
function isReadAsItIs(file: string): boolean {
  return !file.includes(':') && (path.sep === '\\' || !file.includes('\\')) && safeText(file) === file;
}
