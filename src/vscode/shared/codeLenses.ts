import {
  CodeLens,
  type Disposable,
  type DocumentSelector,
  EventEmitter,
  languages,
  Range,
  type Event,
  type Uri,
} from 'vscode';
import type { SafeText } from '../../domain/safeText.ts';
import { disposables } from './disposeAll.ts';
import { noIcons } from './text/icons.ts';

/** A command above a line of a file, which is called with the file. */
export interface Lens {
  /** Counted from 0. */
  readonly line: number;
  readonly title: SafeText;
  readonly tooltip: SafeText;
  readonly command: string;
}

interface LensSource {
  /** The lenses of a file, with its unsaved changes. */
  readonly lensesOf: (file: Uri) => Promise<readonly Lens[]>;
  /** Fires if the lenses of any file may be different. */
  readonly changes: readonly Event<unknown>[];
}

export function registerLenses(files: DocumentSelector, { lensesOf, changes }: LensSource): Disposable {
  const changed = new EventEmitter<void>();
  return disposables(
    changed,
    ...changes.map((change) =>
      change(() => {
        changed.fire();
      }),
    ),
    languages.registerCodeLensProvider(files, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async ({ uri }) =>
        (await lensesOf(uri)).map(
          ({ line, title, tooltip, command }) =>
            new CodeLens(new Range(line, 0, line, 0), { title: noIcons(title), tooltip, command, arguments: [uri] }),
        ),
    }),
  );
}
