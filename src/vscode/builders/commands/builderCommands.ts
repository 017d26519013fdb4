import type { Emulation } from '../../../services/builders/emulation.ts';
import { createInstallEmulators, type InstallEmulators } from '../installEmulators.ts';
import { commandIds } from '../../commandIds.ts';
import type { BuildersElement } from '../view/elements.ts';
import type { SetUpDeps } from '../setUp/setUpActions.ts';
import { addNode } from './addNode.ts';
import { choose } from './choose.ts';
import { copyCommand } from './copyCommand.ts';
import type { BuilderCommand, BuilderCommandDeps } from './deps.ts';
import { emulators } from './emulators.ts';
import { openBuildError } from './openBuildError.ts';
import { openBuildLog } from './openBuildLog.ts';
import { openFile } from './openFile.ts';
import { pinPlatforms } from './pinPlatforms.ts';
import { prune } from './prune.ts';
import { refresh } from './refresh.ts';
import { remove } from './remove.ts';
import { removeBuildRecord } from './removeBuildRecord.ts';
import { removeNode } from './removeNode.ts';
import { setUpBuilder, type SetUpOptions } from './setUp.ts';
import { showDetails } from './showDetails.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { useAsDefault } from './useAsDefault.ts';
import { useHere } from './useHere.ts';

/** The builder commands, loaded with the first of them. */
export interface BuilderCommands {
  /** Runs one of `commandIds.builder`, for a row or from the palette; rejects with the error to show. */
  readonly run: (id: string, row: unknown) => Promise<void>;
  /** Resolves to the name of the builder, or to undefined if canceled or failed, which is shown there. */
  readonly setUp: (options?: SetUpOptions) => Promise<string | undefined>;
  readonly installEmulators: InstallEmulators;
}

export type BuilderCommandsDeps = Omit<BuilderCommandDeps, 'installEmulators'> & {
  readonly emulation: Emulation;
  readonly setUp: SetUpDeps;
};

export function createBuilderCommands({ setUp: setUpDeps, ...rest }: BuilderCommandsDeps): BuilderCommands {
  const installEmulators = createInstallEmulators({ emulation: rest.emulation, changed: setUpDeps.changed });
  const deps: BuilderCommandDeps = { ...rest, installEmulators };
  const ids = commandIds.builder;
  const setUp = setUpBuilder(setUpDeps);
  const table: readonly (readonly [string, BuilderCommand])[] = [
    [
      ids.setUp,
      async () => {
        await setUp();
      },
    ],
    [ids.addNode, addNode(setUpDeps)],
    [ids.removeNode, removeNode(setUpDeps)],
    [ids.pinPlatforms, pinPlatforms(setUpDeps)],
    [ids.refresh, refresh(deps)],
    [ids.choose, choose(deps)],
    [ids.useHere, useHere(deps)],
    [ids.useAsDefault, useAsDefault(deps)],
    [ids.start, start(deps)],
    [ids.stop, stop(deps)],
    [ids.remove, remove(deps)],
    [ids.prune, prune(deps)],
    [ids.showDetails, showDetails(deps)],
    [ids.copyCommand, copyCommand(deps)],
    [ids.openFile, openFile()],
    [ids.emulators, emulators(deps)],
    [ids.openBuildLog, openBuildLog(deps)],
    [ids.openBuildError, openBuildError(deps)],
    [ids.removeBuildRecord, removeBuildRecord(deps)],
  ];
  const commands = new Map(table);
  return {
    run: async (id, row) => {
      await commands.get(id)?.(isElement(row) ? row : undefined);
    },
    setUp,
    installEmulators,
  };
}

/** Keyboard shortcuts can pass any argument. */
function isElement(row: unknown): row is BuildersElement {
  return typeof row === 'object' && row !== null && 'kind' in row;
}
