import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { cancel, choose, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, engine, failure } from './builderCommands.ts';

describe('Start Builder', () => {
  inVscode();
  const { start } = commandIds.builder;
  const idle = container('idle', 'inactive');

  it('starts that of the row', async () => {
    await builderCommands().run(start, builderRow(idle));
    shows(`
      progress: Starting builder “idle” (a first start downloads BuildKit)
      docker: start idle
      asks for the builders anew
    `);
  });

  it('asks from the palette, among those that can be started, and ends with Escape', async () => {
    const commands = builderCommands({ known: [idle, container('runs'), engine, container('other', 'stopped')] });
    person(choose('other'), leave);
    await commands.run(start, undefined);
    await commands.run(start, undefined);
    shows(`
      asks for the builders
      pick: Which builder should be started?
        (vm-outline) idle | not started · docker-container
        (vm-outline) other | stopped · docker-container
      > other
      progress: Starting builder “other” (a first start downloads BuildKit)
      docker: start other
      asks for the builders anew
      asks for the builders
      pick: Which builder should be started?
        (vm-outline) idle | not started · docker-container
        (vm-outline) other | stopped · docker-container
      > Escape
    `);
  });

  it('says that there is none', async () => {
    person(leave);
    await builderCommands({ known: [engine] }).run(start, undefined);
    shows(`
      asks for the builders
      information: There is no builder to start.
        [Set Up a Builder…]
      > Escape
    `);
  });

  it('queries the builders again after a cancellation or failure, too', async () => {
    person(cancel('Starting'));
    await builderCommands({ actions: { start: (_name, signal) => untilAborted(signal) } }).run(start, builderRow(idle));
    const failing = builderCommands({ actions: { start: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(start, builderRow(idle)), { code: 'builderFailed' });
    shows(`
      progress: Starting builder “idle” (a first start downloads BuildKit)
      > Cancel
      asks for the builders anew
      progress: Starting builder “idle” (a first start downloads BuildKit)
      asks for the builders anew
    `);
  });
});
