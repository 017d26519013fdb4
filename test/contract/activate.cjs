// Loads the bundle with a stand-in for `vscode` and tells, as JSON, what it registers and what it touches outside while it activates.
const Module = require('node:module');

const registered = [];
const outside = [];
const disposable = { dispose() {} };
class EventEmitter {
  event = () => disposable;
  fire() {}
  dispose() {}
}
/** What is not named does nothing, and gives back something that can be listened to and disposed of. */
const silent = new Proxy({ dispose() {} }, { get: (target, key) => target[key] ?? (() => disposable) });
const withDefaults = (known) => new Proxy(known, { get: (target, key) => target[key] ?? (() => silent) });
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
  tasks: withDefaults({}),
  workspace: withDefaults({}),
  window: withDefaults({}),
  l10n: { t: (text) => text },
});
const load = Module._load;
Module._load = function (name, ...rest) {
  return name === 'vscode' ? vscode : load.call(this, name, ...rest);
};

const bundle = require('../../dist/extension.cjs');

for (const name of ['node:child_process', 'node:fs', 'node:fs/promises', 'node:net', 'node:http']) {
  const real = require(name);
  for (const key of Object.keys(real)) {
    if (typeof real[key] === 'function' && /^[a-z]/.test(key)) {
      const former = real[key];
      real[key] = (...args) => (outside.push(`${name}.${key}`), former(...args));
    }
  }
}
const api = bundle.activate({
  subscriptions: [],
  workspaceState: { get: () => undefined },
  logUri: { fsPath: '/nowhere' },
});
const calls = Object.keys(api).filter((key) => typeof api[key] === 'function');
process.stdout.write(
  JSON.stringify({
    api: { version: api.version, calls: calls.sort() },
    registered,
    outside: outside.filter((name) => !/writeSync|fstatSync/.test(name)),
  }),
);
