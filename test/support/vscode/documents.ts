import path from 'node:path';
import { EventEmitter } from './events.ts';
import { loud } from './loud.ts';
import { fault, onReset, see } from './session.ts';
import { Uri } from './uri.ts';
import { FileType, Position, type Range } from './values.ts';

/** The existing files by path. */
const texts = new Map<string, string>();
const providers = new Map<string, { readonly provideTextDocumentContent: (uri: Uri) => string }>();
const closed = new EventEmitter<TextDocument>();
const saved = new EventEmitter<TextDocument>();
let editable = true;
onReset(() => {
  texts.clear();
  providers.clear();
  closed.dispose();
  saved.dispose();
  editable = true;
});

interface TextDocument {
  readonly uri: Uri;
  readonly getText: () => string;
  readonly positionAt: (offset: number) => Position;
  readonly save: () => Promise<boolean>;
}

export const files = {
  write: (path: string, text: string) => texts.set(path, text),
  read: (path: string) => texts.get(path),
  /** Reports that a file was saved in an editor. */
  save: (path: string) => {
    saved.fire(documentOf(Uri.file(path)));
  },
  /** Reports that the editor of a document was closed. */
  close: (uri: string) => {
    closed.fire(documentOf(Uri.parse(uri)));
  },
  /** Refuses edits, like read-only files. */
  refuseEdits: () => {
    editable = false;
  },
};

function findFiles(
  { base, pattern }: { readonly base: Uri; readonly pattern: string },
  excluded: string,
  most = Infinity,
): Promise<Uri[]> {
  const found = [...texts.keys()].filter((file) => {
    const inside = path.posix.relative(base.fsPath, file);
    const isIn = !inside.startsWith('..') && path.matchesGlob(inside, pattern);
    return (
      isIn && !inside.split('/').some((_, at, parts) => path.matchesGlob(parts.slice(0, at + 1).join('/'), excluded))
    );
  });
  return Promise.resolve(found.slice(0, most).map((file) => Uri.file(file)));
}

function textOf(uri: Uri): string {
  const text =
    uri.scheme === 'file' ? texts.get(uri.fsPath) : providers.get(uri.scheme)?.provideTextDocumentContent(uri);
  if (text === undefined) {
    throw new Error(`there is no ${uri.toString()}`);
  }
  return text;
}

function documentOf(uri: Uri): TextDocument {
  return loud('TextDocument', {
    uri,
    save: () => {
      see(`save: ${uri.fsPath}`);
      return Promise.resolve(true);
    },
    getText: () => textOf(uri),
    positionAt: (offset: number) => {
      const before = textOf(uri).slice(0, offset).split('\n');
      return new Position(before.length - 1, before.at(-1)?.length ?? 0);
    },
  });
}

export class WorkspaceEdit {
  readonly created: { readonly uri: Uri; readonly contents: Uint8Array }[] = [];
  readonly edits: { readonly uri: Uri; readonly range: Range; readonly text: string }[] = [];
  createFile(uri: Uri, { contents = new Uint8Array() }: { readonly contents?: Uint8Array } = {}): void {
    this.created.push({ uri, contents });
  }
  replace(uri: Uri, range: Range, text: string): void {
    this.edits.push({ uri, range, text });
  }
}

function applyEdit({ created, edits }: WorkspaceEdit): Promise<boolean> {
  if (editable) {
    for (const { uri, contents } of created) {
      see(`create: ${uri.fsPath}`);
      texts.set(uri.fsPath, new TextDecoder().decode(contents));
    }
    // from the end, so that previous positions stay valid
    for (const { uri, range, text } of edits.toReversed()) {
      const lines = textOf(uri).split('\n');
      const at = ({ line, character }: Position) =>
        lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, 0) + character;
      const whole = lines.join('\n');
      texts.set(uri.fsPath, `${whole.slice(0, at(range.start))}${text}${whole.slice(at(range.end))}`);
    }
    for (const { uri, range, text } of edits) {
      see(`edit: ${uri.fsPath} at ${range.start.toString()}: ${text}`);
    }
  }
  return Promise.resolve(editable);
}

interface ShowOptions {
  readonly selection?: Range;
  readonly preview?: boolean;
}

/** A generated document is shown with its text; a file only by name. */
async function showTextDocument(what: Uri | TextDocument, { selection }: ShowOptions = {}): Promise<TextDocument> {
  const uri = what instanceof Uri ? what : what.uri;
  await Promise.resolve();
  const text = textOf(uri);
  const name = uri.scheme === 'file' ? uri.fsPath : `${uri.scheme}:${uri.path}`;
  see(`editor: ${name}${selection ? ` at ${selection.start.toString()}` : ''}`);
  if (uri.scheme !== 'file') {
    see(
      text
        .trimEnd()
        .split('\n')
        .map((line) => `  | ${line}`)
        .join('\n'),
    );
  }
  return documentOf(uri);
}

export const editors = { showTextDocument };

export const documents = {
  fs: loud('workspace.fs', {
    stat: (uri: Uri) =>
      texts.has(uri.fsPath) ? Promise.resolve({ type: FileType.File }) : Promise.reject(new Error('no such file')),
  }),
  applyEdit,
  findFiles,
  openTextDocument: (uri: Uri) => Promise.resolve(uri).then(documentOf),
  onDidCloseTextDocument: closed.event,
  onDidSaveTextDocument: saved.event,
  registerTextDocumentContentProvider: (
    scheme: string,
    provider: { readonly provideTextDocumentContent: (uri: Uri) => string },
  ) => {
    if (providers.has(scheme)) {
      throw fault(`${scheme} is provided twice`);
    }
    providers.set(scheme, provider);
    return { dispose: () => providers.delete(scheme) };
  },
};
