// Loads the bundle with a stand-in for `vscode` and tells, as JSON, what it registers and what it touches outside while it activates.
const registered = require('../support/silentVscode.cjs')();
const outside = [];

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
  globalStorageUri: { fsPath: '/nowhere' },
});
const calls = Object.keys(api).filter((key) => typeof api[key] === 'function');
process.stdout.write(
  JSON.stringify({
    api: { version: api.version, calls: calls.sort() },
    registered,
    outside: outside.filter((name) => !/writeSync|fstatSync/.test(name)),
  }),
);
