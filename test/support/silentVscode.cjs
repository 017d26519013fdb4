// A substitute for `vscode` in which everything exists and does nothing, for loading the bundle outside of VS Code.
const Module = require('node:module');

const disposable = { dispose() {} };
class EventEmitter {
  event = () => disposable;
  fire() {}
  dispose() {}
}
/** Unknown members do nothing, and return something that can be listened to and disposed of. */
const silent = new Proxy({ dispose() {} }, { get: (target, key) => target[key] ?? (() => disposable) });
const withDefaults = (known) => new Proxy(known, { get: (target, key) => target[key] ?? (() => silent) });

/** The context of an extension without stored data. */
const emptyMemento = { get: () => undefined };
const emptyContext = {
  subscriptions: [],
  workspaceState: emptyMemento,
  globalState: emptyMemento,
  logUri: { fsPath: '/nowhere' },
  globalStorageUri: { fsPath: '/nowhere' },
  asAbsolutePath: (file) => file,
};

/** Replaces `vscode` and returns the list of commands, which grows as they are registered, and a context for activation. */
module.exports = () => {
  const registered = [];
  const vscode = withDefaults({
    EventEmitter,
    Disposable: Object.assign(
      class {
        dispose() {}
      },
      { from: () => disposable },
    ),
    TreeItemCollapsibleState: {},
    QuickPickItemKind: {},
    TaskRevealKind: {},
    commands: { registerCommand: (id) => (registered.push(id), disposable) },
    languages: withDefaults({}),
    tasks: withDefaults({}),
    workspace: withDefaults({ isTrusted: false }),
    window: withDefaults({}),
    l10n: { t: (text) => text },
  });
  const load = Module._load;
  Module._load = function (name, ...rest) {
    return name === 'vscode' ? vscode : load.call(this, name, ...rest);
  };
  return { registered, emptyContext };
};
