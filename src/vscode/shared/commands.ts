import { commands, type Disposable } from 'vscode';
import { safeError } from './text/links.ts';

/** Registers a command. What it rejects with is made safe: VS Code shows that by itself. */
export function registerCommand(id: string, run: (...called: unknown[]) => unknown): Disposable {
  return commands.registerCommand(id, async (...called: unknown[]) => {
    try {
      return await run(...called);
    } catch (error) {
      throw safeError(error);
    }
  });
}
