import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Uri } from 'vscode';
import type { BuildPtyDeps } from './buildPty.ts';

/**
 * The whole output of each build, in the folder that VS Code gives for logs and clears by itself. A file is made when the
 * first line comes.
 */
export function createLogFiles(folder: Uri): BuildPtyDeps['openLogFile'] {
  const own = path.join(folder.fsPath, 'builds');
  let count = 0;
  return () => {
    count += 1;
    const file = path.join(own, `build-${count}.log`);
    let stream: ReturnType<typeof createWriteStream> | undefined;
    return {
      path: file,
      write: (text) => {
        if (!stream) {
          // what a build prints is nobody else's, whatever it has printed
          mkdirSync(own, { recursive: true, mode: 0o700 });
          stream = createWriteStream(file, { mode: 0o600 });
          // a full disk must not end the build: the terminal still shows it
          stream.on('error', () => undefined);
        }
        stream.write(text);
      },
      end: () => stream?.end(),
    };
  };
}
