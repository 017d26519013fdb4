// Loads the bundle with a substitute for `vscode`, and prints as JSON what it registers and uses during activation.
const { registered, emptyContext } = require('../support/silentVscode.cjs')();
const { readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

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
const api = bundle.activate(emptyContext);
const dist = path.dirname(require.resolve('../../dist/extension.cjs'));
const loaded = Object.keys(require.cache).flatMap((file) => (path.dirname(file) === dist ? path.basename(file) : []));
const calls = Object.keys(api).filter((key) => typeof api[key] === 'function');
process.stdout.write(
  JSON.stringify({
    api: { version: api.version, calls: calls.sort() },
    registered,
    outside: outside.filter((name) => !/writeSync|fstatSync/.test(name)),
    loaded,
    missing: [
      ...new Set(
        readdirSync(dist)
          .filter((file) => file.endsWith('.cjs'))
          .flatMap(missingIn),
      ),
    ],
  }),
);

/** A missing export of another file. */
function missingIn(file) {
  const text = readFileSync(path.join(dist, file), 'utf8');
  return [...text.matchAll(/require\("(\.\/[\w-]+\.cjs)"\)\)?((?:\.\w+)+)/g)]
    .map(([, from, names]) => [from, names.slice(1).split('.')])
    .filter(
      ([from, names]) =>
        names[0] !== 'then' && !['function', 'object'].includes(typeof member(require(path.join(dist, from)), names)),
    )
    .map(([from, names]) => `${file}: ${[from, ...names].join('.')}`);
}

function member(value, names) {
  return names.reduce((holder, name) => holder?.[name], value);
}
