import assert from 'node:assert/strict';
import { Uri, window } from 'vscode';
import { createManifestDocuments } from '../../../../../src/vscode/build/outcome/manifestDocument.ts';
import { createReadOnlyDocuments } from '../../../../../src/vscode/shared/dialogs/readOnlyDocuments.ts';
import { inspected } from '../../../../support/sampleImages.ts';
import type { Images } from '../../../../../src/services/images/images.ts';
import { stub } from '../../../../support/stub.ts';
import { files } from '../../../../support/vscode/documents.ts';
import { inVscode, shows } from '../../../../support/vscode/session.ts';

describe('a text that is only to be read', () => {
  inVscode();

  it('is shown in an editor, at a line, in place of what was shown under the same name', async () => {
    const documents = createReadOnlyDocuments('multiarch-test');
    await documents.show('a.log', 'one\ntwo\n');
    await documents.show('a.log', 'three', 0);
    shows(`
      editor: multiarch-test:/a.log
        | one
        | two
      editor: multiarch-test:/a.log at 1:1
        | three
    `);
    documents.dispose();
    await assert.rejects(documents.show('a.log', 'four'), 'nobody provides it any more');
  });

  it('is forgotten when its editor is closed', async () => {
    const documents = createReadOnlyDocuments('multiarch-test');
    await documents.show('a b.log', 'one');
    files.close('multiarch-test:/a%20b.log');
    files.close('multiarch-test:/never');
    // VS Code reopens it by itself, for example when a window is reloaded
    await window.showTextDocument(Uri.from({ scheme: 'multiarch-test', path: '/a b.log' }));
    shows(`
      editor: multiarch-test:/a b.log
        | one
      editor: multiarch-test:/a b.log
        |
    `);
  });
});

describe('Show Manifest', () => {
  inVscode();

  it('shows what the registry has under the reference', async () => {
    const images = stub<Images>('Images', { inspect: (ref) => Promise.resolve(inspected(ref, ['linux/amd64'])) });
    const documents = createManifestDocuments(images);
    await documents.show('r.io/app:1');
    shows(`
      editor: multiarch-manifest:/r.io/app:1.json
        | {
        |   "ref": "r.io/app:1",
        |   "digest": "sha256:aa000000…",
        |   "mediaType": "application/vnd.oci.image.index.v1+json",
        |   "kind": "index",
        |   "images": [
        |     {
        |       "platform": "linux/amd64",
        |       "digest": "sha256:2f616d64…",
        |       "size": 10000000,
        |       "attestations": []
        |     }
        |   ],
        |   "other": []
        | }
    `);
    documents.dispose();
    const failing = createManifestDocuments(stub('Images', { inspect: () => Promise.reject(new Error('gone')) }));
    await assert.rejects(failing.show('r.io/app:1'), /gone/);
  });
});
