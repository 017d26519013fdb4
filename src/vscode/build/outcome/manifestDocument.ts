import type { Images } from '../../../services/images/images.ts';
import { createReadOnlyDocuments } from '../../shared/dialogs/readOnlyDocuments.ts';

export interface ManifestDocuments {
  readonly show: (reference: string) => Promise<void>;
  readonly dispose: () => void;
}

/** Shows the contents of a reference as a read-only JSON document. */
export function createManifestDocuments(images: Images): ManifestDocuments {
  const documents = createReadOnlyDocuments('multiarch-manifest');
  return {
    async show(reference) {
      const image = await images.inspect(reference);
      await documents.show(`${reference}.json`, `${JSON.stringify(image, undefined, 2)}\n`);
    },
    dispose: documents.dispose,
  };
}
