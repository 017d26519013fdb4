import type { Disposable } from 'vscode';
import { titleCommands } from '../../commandIds.ts';
import { registerCommand } from '../commands.ts';
import { showInformation } from '../dialogs/messages.ts';
import { l10n } from '../l10n.ts';
import { elementOf } from './row.ts';

/**
 * Registers a command that stands in the menu of a row. `run` gets the element of the row, or undefined from the palette.
 *
 * A row that VS Code has forgotten since it was drawn arrives as undefined where a row should be. That is no call from the palette:
 * asking which row is meant could end with another one being stopped or removed.
 */
export function registerRowCommand(
  id: string,
  run: (element: unknown) => Promise<void>,
  failed: (error: unknown) => Promise<void>,
): Disposable {
  return registerCommand(id, async (...called: unknown[]) => {
    const [row] = called;
    if (called.length > 0 && row === undefined && !titleCommands.has(id)) {
      void showInformation(l10n.t('The list was just updated. Try again.'));
      return;
    }
    await run(elementOf(row)).catch(failed);
  });
}
