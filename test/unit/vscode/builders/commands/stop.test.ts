import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { cancel, leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, engine, failure } from './builderCommands.ts';

describe('Stop Builder', () => {
  inVscode();
  const { stop } = commandIds.builder;
  const runs = container('runs');

  it('stops that of the row', async () => {
    await builderCommands().run(stop, builderRow(runs));
    shows(`
      progress: Stopping builder “runs”
      docker: stop runs
      asks for the builders anew
    `);
  });

  it('asks from the palette, among those that run and are not Docker’s own', async () => {
    person(leave);
    await builderCommands({ known: [engine, runs, container('idle', 'inactive')] }).run(stop, undefined);
    await builderCommands({ known: [engine] }).run(stop, undefined);
    shows(`
      asks for the builders
      pick: Which builder should be stopped?
        (vm-running) runs | running · docker-container
      > Escape
      asks for the builders
      information: There is no running builder to stop.
    `);
  });

  it('queries the builders again after a cancellation or failure, too', async () => {
    person(cancel('Stopping'));
    await builderCommands({ actions: { stop: (_name, signal) => untilAborted(signal) } }).run(stop, builderRow(runs));
    const failing = builderCommands({ actions: { stop: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(stop, builderRow(runs)), { code: 'builderFailed' });
    shows(`
      progress: Stopping builder “runs”
      > Cancel
      asks for the builders anew
      progress: Stopping builder “runs”
      asks for the builders anew
    `);
  });
});
