/**
 * What stands in for the module `vscode` where there is no VS Code: `hooks.mjs` puts it there. It writes down what a person would see, has
 * a scripted person answer (`session.ts`, `person.ts`), and fails with the name of what it does not know. Whatever VS Code itself does with
 * all this is tested inside VS Code.
 */
import { loud } from './loud.ts';
import { tasks as own } from './tasks.ts';

export { commands } from './commands.ts';
export { WorkspaceEdit } from './documents.ts';
export { env } from './env.ts';
export { CancellationError, CancellationTokenSource, Disposable, EventEmitter } from './events.ts';
export { l10n } from './l10n.ts';
export { Uri } from './uri.ts';
export * from './values.ts';
export { window } from './window.ts';
export { RelativePattern, workspace } from './workspace.ts';

export const tasks = loud('tasks', own);
export const extensions = loud('extensions', { getExtension: (): undefined => undefined });
