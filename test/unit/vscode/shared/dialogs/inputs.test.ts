import assert from 'node:assert/strict';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { askSecret, askText } from '../../../../../src/vscode/shared/dialogs/inputs.ts';
import { shown } from '../../../../support/fakeVscode.ts';

describe('questions for a text', () => {
  it('attack: what is asked, or what is wrong with the answer, has a link that runs a command, or an icon', async () => {
    const hostile = safeText('$(pass) [here](command:workbench.action.closeWindow)');
    shown.length = 0;
    await askText({ prompt: hostile, value: '', problem: () => hostile });
    await askSecret(hostile, hostile);
    assert.ok(shown.length >= 3);
    for (const { kind, text } of shown) {
      assert.ok(!text.includes('](') && !text.includes('$('), `${kind}: ${text}`);
    }
  });
});
