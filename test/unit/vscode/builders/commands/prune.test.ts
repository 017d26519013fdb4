import assert from 'node:assert/strict';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import { untilAborted } from '../../../../support/stub.ts';
import { cancel, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, shows } from '../../../../support/vscode/session.ts';
import { builderCommands, builderRow, container, failure } from './builderCommands.ts';

describe('Clean Up Build Cache…', () => {
  inVscode();
  const { prune } = commandIds.builder;
  const runs = container('runs');

  it('says how much there is, asks what to remove, and tells how much that was', async () => {
    person(press('Remove Unused'), press('Remove All'));
    await builderCommands().run(prune, builderRow(runs));
    await builderCommands().run(prune, builderRow(runs));
    shows(`
      progress: Measuring the build cache of “runs”
      docker: diskUsage runs
      warning (modal): Clean up the build cache of “runs”?
        It uses 3 GB, of which 2 GB can be removed.
        Removed data must be built or downloaded again. “Remove Unused” keeps the Dockerfile frontends, which every build needs. “Remove All” also removes them.
        [Remove Unused] [Remove All]
      > Remove Unused
      progress: Cleaning up the build cache of “runs”
      docker: prune runs false
      information: Removed 1.5 GB of build cache from “runs”.
      progress: Measuring the build cache of “runs”
      docker: diskUsage runs
      warning (modal): Clean up the build cache of “runs”?
        It uses 3 GB, of which 2 GB can be removed.
        Removed data must be built or downloaded again. “Remove Unused” keeps the Dockerfile frontends, which every build needs. “Remove All” also removes them.
        [Remove Unused] [Remove All]
      > Remove All
      progress: Cleaning up the build cache of “runs”
      docker: prune runs true
      information: Removed 1.5 GB of build cache from “runs”.
    `);
  });

  it('removes nothing when the question is left', async () => {
    person(leave);
    await builderCommands().run(prune, builderRow(runs));
    shows(`
      progress: Measuring the build cache of “runs”
      docker: diskUsage runs
      warning (modal): Clean up the build cache of “runs”?
        It uses 3 GB, of which 2 GB can be removed.
        Removed data must be built or downloaded again. “Remove Unused” keeps the Dockerfile frontends, which every build needs. “Remove All” also removes them.
        [Remove Unused] [Remove All]
      > Escape
    `);
  });

  it('says that there is nothing to remove', async () => {
    for (const total of [0, 4_200_000]) {
      const diskUsage = () => Promise.resolve({ total, reclaimable: 0, entries: 1 });
      await builderCommands({ actions: { diskUsage } }).run(prune, builderRow(runs));
    }
    await builderCommands({ known: [container('idle', 'inactive')] }).run(prune, undefined);
    shows(`
      progress: Measuring the build cache of “runs”
      information: The build cache of “runs” is empty.
      progress: Measuring the build cache of “runs”
      information: The build cache of “runs” uses 4.2 MB, all of which is in use. Nothing can be removed.
      asks for the builders
      information: There is no running builder whose cache can be cleaned up.
    `);
  });

  it('is cancelled at either step, and rejects with what Docker fails with', async () => {
    person(cancel('Measuring'), press('Remove All'), cancel('Cleaning'));
    await builderCommands({ actions: { diskUsage: (_name, signal) => untilAborted(signal) } }).run(
      prune,
      builderRow(runs),
    );
    await builderCommands({ actions: { prune: (_name, _all, signal) => untilAborted(signal) } }).run(
      prune,
      builderRow(runs),
    );
    shows(`
      progress: Measuring the build cache of “runs”
      > Cancel
      progress: Measuring the build cache of “runs”
      docker: diskUsage runs
      warning (modal): Clean up the build cache of “runs”?
        It uses 3 GB, of which 2 GB can be removed.
        Removed data must be built or downloaded again. “Remove Unused” keeps the Dockerfile frontends, which every build needs. “Remove All” also removes them.
        [Remove Unused] [Remove All]
      > Remove All
      progress: Cleaning up the build cache of “runs”
      > Cancel
    `);
    const failing = builderCommands({ actions: { diskUsage: () => Promise.reject(failure()) } });
    await assert.rejects(failing.run(prune, builderRow(runs)), { code: 'builderFailed' });
  });
});
