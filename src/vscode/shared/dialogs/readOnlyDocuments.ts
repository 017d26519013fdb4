import { EventEmitter, Range, Uri, window, workspace } from 'vscode';

export interface ReadOnlyDocuments {
  /** Shows a text with a name, and replaces the previous text of that name. @param line the line to reveal, from 0 */
  readonly show: (name: string, text: string, line?: number) => Promise<void>;
  readonly dispose: () => void;
}

/** Texts that are shown in an editor without a file. @param scheme unique in VS Code */
export function createReadOnlyDocuments(scheme: string): ReadOnlyDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const registration = workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  });
  const closing = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  return {
    async show(name, text, line) {
      const uri = Uri.from({ scheme, path: `/${name}` });
      texts.set(uri.toString(), text);
      changed.fire(uri);
      await window.showTextDocument(uri, {
        preview: true,
        ...(line !== undefined && { selection: new Range(line, 0, line, 0) }),
      });
    },
    dispose: () => {
      registration.dispose();
      closing.dispose();
      changed.dispose();
    },
  };
}
