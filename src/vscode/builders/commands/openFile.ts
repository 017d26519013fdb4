import { Uri, window } from 'vscode';
import type { BuilderCommand } from './deps.ts';

/** `Open Builder File`: opens the file that buildx cannot read. */
export function openFile(): BuilderCommand {
  return async (element) => {
    if (element?.kind === 'builder' && element.builder.damagedFile !== undefined) {
      await window.showTextDocument(Uri.file(element.builder.damagedFile), { preview: true });
    }
  };
}
