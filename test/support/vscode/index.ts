/**
 * The fake of the module `vscode` outside VS Code, installed by `hooks.mjs`. It records what a user would see, lets a scripted user answer
 * (`session.ts`, `person.ts`), and fails with the name of anything that it does not know. Tests inside VS Code cover VS Code itself.
 */
import { loud } from './loud.ts';
import { tasks as own } from './tasks.ts';

export { commands } from './commands.ts';
export { WorkspaceEdit } from './documents.ts';
export { env } from './env.ts';
export { CancellationError, CancellationTokenSource, Disposable, EventEmitter } from './events.ts';
export { l10n } from './l10n.ts';
export { languages } from './languages.ts';
export { Uri } from './uri.ts';
export * from './values.ts';
export { window } from './window.ts';
export { RelativePattern, workspace } from './workspace.ts';

export const tasks = loud('tasks', own);
export const extensions = loud('extensions', { getExtension: (): undefined => undefined });
