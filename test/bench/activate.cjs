// Prints the milliseconds that loading and activating take: of the bundle, or of an extension that only registers its commands.
require('../support/silentVscode.cjs')();

const empty = () => {
  const { commands } = require('vscode');
  return { activate: () => ['a', 'b', 'c', 'd'].forEach((id) => commands.registerCommand(id)) };
};
const began = process.hrtime.bigint();
const extension = process.argv[2] === 'bundle' ? require('../../dist/extension.cjs') : empty();
extension.activate({
  subscriptions: [],
  workspaceState: {},
  logUri: { fsPath: '/' },
  globalStorageUri: { fsPath: '/' },
});
process.stdout.write(String(Number(process.hrtime.bigint() - began) / 1e6));
