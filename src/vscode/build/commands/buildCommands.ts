import type { Disposable } from 'vscode';
import type { BuildFlow } from '../buildFlow.ts';
import { commandIds } from '../../commandIds.ts';
import type { Log } from '../../log.ts';
import type { BuildMemory } from '../../memory.ts';
import { buildImage } from './buildImage.ts';
import { buildLocal, type BuildLocalDeps } from './buildLocal.ts';
import { rebuildLast } from './rebuildLast.ts';
import { showLog } from './showLog.ts';
import { registerCommand } from '../../shared/commands.ts';
import { disposables } from '../../shared/disposeAll.ts';

export interface BuildCommandDeps extends BuildLocalDeps {
  readonly flow: BuildFlow;
  readonly memory: BuildMemory;
  readonly log: Log;
}

/** Registers the commands that build, and the one for the log. */
export function registerBuildCommands({
  flow,
  environment,
  sources,
  memory,
  showError,
  log,
}: BuildCommandDeps): Disposable {
  return disposables(
    registerCommand(commandIds.buildImage, buildImage(flow)),
    registerCommand(commandIds.buildLocal, buildLocal({ flow, environment, sources, memory, showError })),
    registerCommand(commandIds.rebuildLast, rebuildLast(flow, memory)),
    registerCommand(commandIds.showLog, showLog(log)),
  );
}
