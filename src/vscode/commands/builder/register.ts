import { commands, Disposable } from 'vscode';
import { commandIds } from '../../commandIds.ts';
import type { ShowError } from '../../outcome/showError.ts';
import type { BuildersElement } from '../../views/builders/elements.ts';
import type { SetUpDeps } from '../../builders/setUp/setUpActions.ts';
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
import { setUpBuilder } from './setUp.ts';
import { showDetails } from './showDetails.ts';
import { start } from './start.ts';
import { stop } from './stop.ts';
import { useAsDefault } from './useAsDefault.ts';
import { useHere } from './useHere.ts';

/** Registers the commands for builders. What one of them fails with is shown once. */
export function registerBuilderCommands(
  deps: BuilderCommandDeps & { readonly setUp: SetUpDeps },
  showError: ShowError,
): Disposable {
  const ids = commandIds.builder;
  const setUp = setUpBuilder(deps.setUp);
  const table: readonly (readonly [string, BuilderCommand])[] = [
    [
      ids.setUp,
      async () => {
        await setUp();
      },
    ],
    [ids.addNode, addNode(deps.setUp)],
    [ids.removeNode, removeNode(deps.setUp)],
    [ids.pinPlatforms, pinPlatforms(deps.setUp)],
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
  return Disposable.from(
    ...table.map(([id, command]) =>
      commands.registerCommand(id, (row: unknown) => command(isElement(row) ? row : undefined).catch(showError)),
    ),
  );
}

/** A keyboard shortcut can call a command with anything. */
function isElement(row: unknown): row is BuildersElement {
  return typeof row === 'object' && row !== null && 'kind' in row;
}
