import type { Disposable } from 'vscode';
import { commandIds } from '../../commandIds.ts';
import type { Log } from '../../log.ts';
import { buildForCluster, type BuildForClusterDeps } from './buildForCluster.ts';
import { buildImage } from './buildImage.ts';
import { buildLocal, type BuildLocalDeps } from './buildLocal.ts';
import { rebuildLast } from './rebuildLast.ts';
import { showLog } from './showLog.ts';
import { registerCommand } from '../../shared/commands.ts';
import { registerRowCommand } from '../../shared/tree/rowCommand.ts';
import { requireTrust } from '../../trust.ts';
import { disposables } from '../../shared/disposeAll.ts';

export interface BuildCommandDeps extends BuildLocalDeps, Omit<BuildForClusterDeps, 'sources'> {
  readonly log: Log;
}

/** Registers the build commands and `Show Log`. */
export function registerBuildCommands(deps: BuildCommandDeps): Disposable {
  const { flow, memory, showError, log } = deps;
  const forCluster = buildForCluster(deps);
  return disposables(
    registerCommand(commandIds.buildImage, buildImage(flow)),
    registerCommand(commandIds.buildLocal, buildLocal(deps)),
    registerRowCommand(
      commandIds.buildForCluster,
      async () => {
        requireTrust();
        await forCluster();
      },
      showError,
    ),
    registerCommand(commandIds.rebuildLast, rebuildLast(flow, memory)),
    registerCommand(commandIds.showLog, showLog(log)),
  );
}
