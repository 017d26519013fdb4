import { EventEmitter, type TextDocumentContentProvider, Uri, window, workspace } from 'vscode';
import type { Images } from '../../services/images.ts';

const scheme = 'multiarch-manifest';

export interface ManifestDocuments {
  readonly show: (reference: string) => Promise<void>;
  readonly dispose: () => void;
}

/** Shows what a registry holds under a reference, as a read-only JSON document named after it. */
export function createManifestDocuments(images: Images): ManifestDocuments {
  const texts = new Map<string, string>();
  const changed = new EventEmitter<Uri>();
  const provider: TextDocumentContentProvider = {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  };
  const registration = workspace.registerTextDocumentContentProvider(scheme, provider);
  const closing = workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString()));
  return {
    async show(reference) {
      const image = await images.inspect(reference);
      const uri = Uri.from({ scheme, path: `/${reference}.json` });
      texts.set(uri.toString(), `${JSON.stringify(image, undefined, 2)}\n`);
      changed.fire(uri);
      await window.showTextDocument(uri, { preview: true });
    },
    dispose: () => {
      registration.dispose();
      closing.dispose();
      changed.dispose();
    },
  };
}
