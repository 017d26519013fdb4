// Prints the milliseconds that loading and activating take: of the bundle, or of an extension that only registers its commands.
const Module = require('node:module');

const disposable = { dispose() {} };
class EventEmitter {
  event = () => disposable;
}
const vscode = {
  EventEmitter,
  commands: { registerCommand: () => disposable },
  tasks: { registerTaskProvider: () => disposable },
  workspace: { registerTextDocumentContentProvider: () => disposable, onDidCloseTextDocument: () => disposable },
  l10n: { t: (text) => text },
};
const load = Module._load;
Module._load = function (name, ...rest) {
  return name === 'vscode' ? vscode : load.call(this, name, ...rest);
};
const empty = () => ({ activate: () => ['a', 'b', 'c', 'd'].forEach((id) => vscode.commands.registerCommand(id)) });
const began = process.hrtime.bigint();
const extension = process.argv[2] === 'bundle' ? require('../../dist/extension.cjs') : empty();
extension.activate({ subscriptions: [], workspaceState: {}, logUri: { fsPath: '/' } });
process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));
