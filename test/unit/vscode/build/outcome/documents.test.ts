import assert from 'node:assert/strict';
import { Uri, window } from 'vscode';
import { createReadOnlyDocuments } from '../../../../../src/vscode/shared/dialogs/readOnlyDocuments.ts';
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
