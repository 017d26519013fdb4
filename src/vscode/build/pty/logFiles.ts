import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import type { Uri } from 'vscode';
import { l10n } from '../../shared/l10n.ts';
import type { OpenLogFile } from './buildLog.ts';

/** Number of characters that may wait for the disk. */
const mostWaiting = 16 * 1024 * 1024;
/** Maximum number of characters of a log: a build with endless output must not fill the disk. */
const longest = 512 * 1024 * 1024;

/**
 * Log files with the complete output of each build, in VS Code's log folder, which VS Code cleans up. A file is created with the first
 * line. Output beyond the limit, or faster than the disk, is omitted with a note.
 */
export function createLogFiles(
  folder: Pick<Uri, 'fsPath'>,
  limits: { readonly waiting: number; readonly all: number } = { waiting: mostWaiting, all: longest },
): OpenLogFile {
  const own = path.join(folder.fsPath, 'builds');
  let count = 0;
  return (lost) => {
    count += 1;
    const file = path.join(own, `build-${count}.log`);
    let stream: WriteStream | undefined;
    let written = 0;
    let skipped = 0;
    const open = (): WriteStream => {
      // the output of a build is private, whatever it contains
      mkdirSync(own, { recursive: true, mode: 0o700 });
      return createWriteStream(file, { mode: 0o600 }).on('error', lost);
    };
    return {
      path: file,
      write: (text) => {
        if (written > limits.all) {
          return;
        }
        stream ??= open();
        if (stream.writableLength > limits.waiting) {
          skipped += text.length;
          return;
        }
        if (skipped > 0) {
          stream.write(`… ${l10n.t('{0} characters are missing here because the disk is too slow', skipped)}\n`);
          skipped = 0;
        }
        written += text.length;
        stream.write(written > limits.all ? `… ${l10n.t('The rest is omitted')}\n` : text);
      },
      end: () => stream?.end(),
    };
  };
}
