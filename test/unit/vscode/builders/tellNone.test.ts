import { commands } from 'vscode';
import { safeText } from '../../../../src/domain/safeText.ts';
import { tellNone } from '../../../../src/vscode/builders/tellNone.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import { leave, press } from '../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../support/vscode/session.ts';

describe('a message that there is no suitable builder', () => {
  inVscode();

  it('offers to set one up', async () => {
    const registration = commands.registerCommand(commandIds.builder.setUp, () => {
      see('sets up');
    });
    person(press('Set Up a Builder…'), leave);
    await tellNone(safeText('There is none.'));
    await tellNone(safeText('There is none.'));
    registration.dispose();
    shows(`
      information: There is none.
        [Set Up a Builder…]
      > Set Up a Builder…
      sets up
      information: There is none.
        [Set Up a Builder…]
      > Escape
    `);
  });
});
