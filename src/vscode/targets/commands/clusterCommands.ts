import type { Disposable } from 'vscode';
import { commandIds } from '../../commandIds.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { requireTrust } from '../../trust.ts';
import { registerRowCommand } from '../../shared/tree/rowCommand.ts';
import type { ArchitectureStatus } from '../statusBar/status.ts';
import type { ClusterCommand, ClusterCommandDeps } from './deps.ts';
import { forget } from './forget.ts';
import { refresh } from './refresh.ts';
import { showStatus } from './showStatus.ts';
import { disposables } from '../../shared/disposeAll.ts';

/** Commands from other features: their ids and functions. */
export type CommandTable = readonly (readonly [string, ClusterCommand])[];

/** Registers the cluster commands. Failures are shown once. */
export function registerClusterCommands(
  deps: ClusterCommandDeps & { readonly status: () => ArchitectureStatus },
  others: CommandTable,
  showError: ShowError,
): Disposable {
  const ids = commandIds.cluster;
  const table: CommandTable = [
    ...others,
    [ids.refresh, refresh(deps)],
    [ids.forget, forget(deps)],
    [ids.showStatus, showStatus(deps.status)],
  ];
  return disposables(
    ...table.map(([id, command]) => registerRowCommand(id, (element) => run(command, element), showError)),
  );
}

async function run(command: ClusterCommand, row: unknown): Promise<void> {
  requireTrust();
  await command(isElement(row) ? row : undefined);
}

/** Keyboard shortcuts can pass any argument. */
function isElement(row: unknown): row is NonNullable<Parameters<ClusterCommand>[0]> {
  return (
    typeof row === 'object' && row !== null && 'kind' in row && (!('context' in row) || typeof row.context === 'string')
  );
}
