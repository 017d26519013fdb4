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

/** Commands that are given by somebody else: what they are called, and what they do. */
export type CommandTable = readonly (readonly [string, ClusterCommand])[];

/** Registers the commands for clusters. What one of them fails with is shown once. */
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

/** A keyboard shortcut can call a command with anything. */
function isElement(row: unknown): row is NonNullable<Parameters<ClusterCommand>[0]> {
  return (
    typeof row === 'object' && row !== null && 'kind' in row && (!('context' in row) || typeof row.context === 'string')
  );
}
