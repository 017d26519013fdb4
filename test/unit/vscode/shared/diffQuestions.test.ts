import assert from 'node:assert/strict';
import { commands, window } from 'vscode';
import { safeText } from '../../../../src/domain/safeText.ts';
import { commandIds } from '../../../../src/vscode/commandIds.ts';
import { createDiffQuestions } from '../../../../src/vscode/shared/dialogs/diffQuestions.ts';
import { setImmediate as turn } from 'node:timers/promises';
import { leave, press } from '../../../support/vscode/person.ts';
import { inVscode, person, seen, shows } from '../../../support/vscode/session.ts';
import { openTabs } from '../../../support/vscode/window.ts';

const title = safeText('app:1 (proposed)');
const question = { title, message: safeText('Add linux/arm64 to app:1?') };
const unexpected = (error: unknown) => Promise.reject(new Error('failed', { cause: error }));
const titles = () => window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

describe('a question about a change in a diff editor', () => {
  inVscode();
  let changes = createDiffQuestions(unexpected);
  beforeEach(() => {
    changes = createDiffQuestions(unexpected);
    openTabs(title, 'mine');
  });
  afterEach(() => {
    changes.dispose();
  });

  it('is answered by the buttons of its message, and closes the editor', async () => {
    person(press('Accept Change'), press('Discard Change'));
    assert.equal(await changes.ask(question), true);
    assert.deepEqual(titles(), ['mine']);
    assert.equal(await changes.ask(question), false);
    shows(`
      context: multiarch.change = true
      information: Add linux/arm64 to app:1?
        [Accept Change] [Discard Change]
      > Accept Change
      context: multiarch.change = false
      context: multiarch.change = true
      information: Add linux/arm64 to app:1?
        [Accept Change] [Discard Change]
      > Discard Change
      context: multiarch.change = false
    `);
  });

  it('waits for the title of the editor while that is open, once its message is closed', async () => {
    for (const [command, wanted] of [
      [commandIds.change.accept, true],
      [commandIds.change.discard, false],
    ] as const) {
      openTabs(title);
      person(leave);
      const asked = changes.ask(question);
      await turn();
      await commands.executeCommand(command);
      assert.equal(await asked, wanted);
    }
    // nothing waits any more
    await commands.executeCommand(commandIds.change.accept);
    seen();
  });

  it('is discarded when the editor is closed after its message, or before', async () => {
    person(leave);
    const asked = changes.ask(question);
    await turn();
    openTabs(title);
    openTabs();
    assert.equal(await asked, false);
    person(leave);
    assert.equal(await changes.ask(question), false);
    seen();
  });

  it('is discarded when another one takes its place', async () => {
    person(leave, press('Accept Change'));
    const former = changes.ask(question);
    await turn();
    const next = changes.ask({ ...question, title: safeText('other') });
    assert.equal(await former, false);
    assert.equal(await next, true);
    seen();
  });
});
