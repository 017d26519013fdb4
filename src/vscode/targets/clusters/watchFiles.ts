import path from 'node:path';
import { type Disposable, RelativePattern, Uri, workspace } from 'vscode';
import { disposables } from '../../shared/disposeAll.ts';

/** Calls back when one of these files, anywhere on disk, is created, changed or deleted. */
export function watchFiles(files: readonly string[], changed: () => void): Disposable {
  const watchers = files.map((file) =>
    workspace.createFileSystemWatcher(new RelativePattern(Uri.file(path.dirname(file)), path.basename(file))),
  );
  const listeners = watchers.flatMap((watcher) => [
    watcher.onDidCreate(changed),
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  ]);
  return disposables(...watchers, ...listeners);
}
