import { commands, type Disposable } from 'vscode';
import { safeError } from './text/links.ts';

/** Registers a command. Makes the message of its rejection safe, because VS Code shows it. */
export function registerCommand(id: string, run: (...called: unknown[]) => unknown): Disposable {
  return commands.registerCommand(id, async (...called: unknown[]) => {
    try {
      return await run(...called);
    } catch (error) {
      throw safeError(error);
    }
  });
}
