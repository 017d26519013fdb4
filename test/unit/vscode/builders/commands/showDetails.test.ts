import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { cancel, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, engine, failure } from './builderCommands.ts';

describe('Show Builder Details', () => {
  inVscode();
  const { showDetails } = commandIds.builder;

  it('shows all that Docker says of it, in an editor', async () => {
    await builderCommands().run(showDetails, builderRow(container('farm')));
    shows(`
      progress: Reading the details of builder “farm”
      docker: describe farm
      document: farm.txt: Name: farm
      Driver: docker-container
    `);
  });

  it('asks from the palette, among all of them', async () => {
    person(leave);
    await builderCommands({ known: [engine, container('idle', 'inactive')] }).run(showDetails, undefined);
    shows(`
      asks for the builders
      pick: Which builder’s details should be shown?
        (vm-running) default | Docker’s default · running · docker
        (vm-outline) idle | not started · docker-container
      > Escape
    `);
  });

  it('is cancelled, and rejects with what Docker fails with', async () => {
    person(cancel('Reading'));
    const describe = (_name: string, signal?: AbortSignal) => untilAborted(signal);
    const commands = builderCommands({ actions: { describe } });
    await commands.run(showDetails, builderRow(engine));
    shows(`
      progress: Reading the details of builder “default”
      > Cancel
    `);
  });

  it('rejects with what Docker fails with', async () => {
    const failing = builderCommands({ actions: { describe: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(showDetails, builderRow(engine)), { code: 'builderFailed' });
  });
});
