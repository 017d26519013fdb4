import { commands, EventEmitter, Range, Uri, window, workspace } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noIcons } from '../text/icons.ts';

export interface ReadOnlyDocuments {
  /** Shows a text with a name, and replaces the previous text of that name. @param line the line to reveal, from 0 */
  readonly show: (name: string, text: string, line?: number) => Promise<void>;
  /** Shows a text beside the file or text that it would replace; an empty text if it would be new. */
  readonly compare: (former: Uri | string, name: string, text: string, title: SafeText) => Promise<void>;
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
  const put = (name: string, text: string): Uri => {
    const uri = Uri.from({ scheme, path: `/${name}` });
    texts.set(uri.toString(), text);
    changed.fire(uri);
    return uri;
  };
  return {
    async show(name, text, line) {
      const uri = put(name, text);
      await window.showTextDocument(uri, {
        preview: true,
        ...(line !== undefined && { selection: new Range(line, 0, line, 0) }),
      });
    },
    async compare(former, name, text, title) {
      const proposed = put(name, text);
      // a name of its own: VS Code closes both sides together
      const left = typeof former === 'string' ? put(`former/${name}`, former) : former;
      await commands.executeCommand('vscode.diff', left, proposed, noIcons(title), { preview: true });
    },
    dispose: () => {
      registration.dispose();
      closing.dispose();
      changed.dispose();
    },
  };
}
