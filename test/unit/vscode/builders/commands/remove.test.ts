import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { cancel, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { setting } from '../../../../support/vscode/settings.ts';
import { builderCommands, builderRow, container, engine, failure } from './builderCommands.ts';

describe('Remove Builder…', () => {
  inVscode();
  const { remove } = commandIds.builder;
  const runs = container('runs');

  it('says what is lost, asks, and forgets the setting that names it', async () => {
    setting('workspace', 'multiarch.builder', 'runs');
    setting('user', 'multiarch.builder', 'other');
    person(press('Remove'));
    const own = { ...runs, current: true };
    await builderCommands({ inUse: { name: 'runs', by: 'setting' } }).run(remove, builderRow(own));
    shows(`
      docker: diskUsage runs
      warning (modal): Remove builder “runs”?
        Its build cache will be deleted: 3 GB.
        Builds in this workspace use it. They will then use Docker’s current builder.
        It is Docker’s default builder. The default will then be the builder of the Docker context.
        [Remove]
      > Remove
      progress: Removing builder “runs”
      docker: remove runs
      setting of the workspace: multiarch.builder is no more
      asks for the builders anew
    `);
  });

  it('removes nothing when the question is left', async () => {
    person(leave);
    await builderCommands({ inUse: { name: 'runs', by: 'docker' } }).run(remove, builderRow(runs));
    shows(`
      docker: diskUsage runs
      warning (modal): Remove builder “runs”?
        Its build cache will be deleted: 3 GB.
        [Remove]
      > Escape
    `);
  });

  it('says what is lost by driver and state, without a wait for the size', async () => {
    const cases = [{ ...runs, driver: 'remote' }, { ...runs, driver: 'cloud' }, container('idle', 'inactive')];
    for (const builder of cases) {
      person(leave);
      await builderCommands().run(remove, builderRow(builder));
    }
    person(leave, leave);
    await builderCommands({ actions: { diskUsage: () => Promise.reject(failure()) } }).run(remove, builderRow(runs));
    const empty = () => Promise.resolve({ total: 0, reclaimable: 0, entries: 0 });
    await builderCommands({ actions: { diskUsage: empty } }).run(remove, builderRow(runs));
    shows(`
      warning (modal): Remove builder “runs”?
        BuildKit and its cache are kept. Docker only forgets how to connect to them.
        [Remove]
      > Escape
      warning (modal): Remove builder “runs”?
        The cloud builder is kept. Docker only forgets how to connect to it.
        [Remove]
      > Escape
      warning (modal): Remove builder “idle”?
        Its build cache will be deleted.
        [Remove]
      > Escape
      warning (modal): Remove builder “runs”?
        Its build cache will be deleted.
        [Remove]
      > Escape
      warning (modal): Remove builder “runs”?
        Its build cache is empty.
        [Remove]
      > Escape
    `);
  });

  it('asks from the palette, and offers none that Docker itself has', async () => {
    person(leave);
    await builderCommands({ known: [engine, runs, { ...runs, name: 'damaged', damagedFile: '/x' }] }).run(
      remove,
      undefined,
    );
    await builderCommands({ known: [engine] }).run(remove, undefined);
    shows(`
      asks for the builders
      pick: Which builder should be removed?
        (vm-running) runs | running · docker-container
      > Escape
      asks for the builders
      information: There is no builder to remove.
    `);
  });

  it('keeps the setting where it is cancelled, or fails', async () => {
    setting('user', 'multiarch.builder', 'idle');
    const idle = container('idle', 'inactive');
    person(press('Remove'), cancel('Removing'), press('Remove'));
    await builderCommands({ actions: { remove: (_name, signal) => untilAborted(signal) } }).run(
      remove,
      builderRow(idle),
    );
    const failing = builderCommands({ actions: { remove: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(remove, builderRow(idle)), { code: 'builderFailed' });
    shows(`
      warning (modal): Remove builder “idle”?
        Its build cache will be deleted.
        [Remove]
      > Remove
      progress: Removing builder “idle”
      > Cancel
      asks for the builders anew
      warning (modal): Remove builder “idle”?
        Its build cache will be deleted.
        [Remove]
      > Remove
      progress: Removing builder “idle”
      asks for the builders anew
    `);
  });
});
