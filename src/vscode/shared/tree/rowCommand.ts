import type { Disposable } from 'vscode';
import { titleCommands } from '../../commandIds.ts';
import { registerCommand } from '../commands.ts';
import { showInformation } from '../dialogs/messages.ts';
import { l10n } from '../l10n.ts';
import { elementOf } from './row.ts';

/**
 * Registers a command of a row's menu. `run` receives the element of the row, or undefined from the palette.
 * If VS Code has forgotten the row since it was drawn, it passes undefined. This is not a call from the palette: asking which row is meant
 * could stop or remove a different one.
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
