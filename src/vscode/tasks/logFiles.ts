import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Uri } from 'vscode';
import type { BuildPtyDeps } from './buildPty.ts';

/**
 * The whole output of each build, in the folder that VS Code gives for logs and clears by itself. A file is made when the
 * first line comes.
 */
export function createLogFiles(folder: Uri): BuildPtyDeps['openLogFile'] {
  let count = 0;
  return () => {
    count += 1;
    const file = path.join(folder.fsPath, `build-${count}.log`);
    let stream: ReturnType<typeof createWriteStream> | undefined;
    return {
      path: file,
      write: (text) => {
        if (!stream) {
          mkdirSync(folder.fsPath, { recursive: true });
          stream = createWriteStream(file);
          // a full disk must not end the build: the terminal still shows it
          stream.on('error', () => undefined);
        }
        stream.write(text);
      },
      end: () => stream?.end(),
    };
  };
}
