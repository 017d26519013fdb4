import assert from 'node:assert/strict';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { askSecret, askText } from '../../../../../src/vscode/shared/dialogs/inputs.ts';
import { leave, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, seen } from '../../../../support/vscode/session.ts';

describe('questions for a text', () => {
  inVscode();

  it('attack: what is asked, or what is wrong with the answer, has a link that runs a command, or an icon', async () => {
    const hostile = safeText('$(pass) [here](command:workbench.action.closeWindow)');
    person(type(''), leave, leave);
    await askText({ prompt: hostile, value: '', problem: () => hostile });
    await askSecret(safeText('A title is plain text'), hostile);
    const all = seen();
    assert.equal(all.split('here').length - 1, 3, all);
    assert.ok(!all.includes('](') && !all.includes('$('), all);
  });
});
