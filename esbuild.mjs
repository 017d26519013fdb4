// Bundles the extension into CommonJS, which VS Code loads whatever the package's own module type is.
import { build, context } from 'esbuild';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findLater, modulesOf } from './scripts/bundle/later.mjs';
import { chunks, entry, fileOf, files, later, libraries, modules, worker } from './scripts/bundle/parts.mjs';

const root = import.meta.dirname;
const debug = process.argv.includes('--debug');

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  // text of one byte a character is compiled faster, and all of it when it is loaded
  charset: 'ascii',
  minify: !debug,
  sourcemap: debug,
  legalComments: 'none',
  logLevel: 'warning',
  // VS Code looks at each call of `require`, and each module calls it for `vscode`: the first answer is kept
  banner: {
    js: '"use strict";{const load=require,known=new Map();require=(name)=>(known.has(name)||known.set(name,load(name)),known.get(name))}',
  },
};

const calling = (name, target) => {
  const wrapper = `(...args) => ${target}.${name}(...args)`;
  return name === 'default' ? `export default ${wrapper};` : `export const ${name} = ${wrapper};`;
};
const making = (name, target) =>
  `export const ${name} = function (...args) { return new (${target}.${name})(...args); };`;

/** The members of an object of texts; the file is loaded with the first one. */
const having = (name, target) =>
  `export const ${name} = new Proxy({}, { get: (none, member) => ${target}.${name}[member] });`;

/** The own module that an import means, relative to the root. */
const ownModule = (file, folder) => path.relative(root, path.resolve(folder, file)).replaceAll('\\', '/');

const lazyLibraries = {
  name: 'lazy libraries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(libraries).join('|')})$`) }, ({ path: name }) => ({
      path: name,
      namespace: 'lazy',
    }));
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ kind, path: file, resolveDir }) => {
      const wanted = ownModule(file, resolveDir);
      const found = Object.entries(modules).find(([, { module }]) => module === wanted);
      return found && kind === 'import-statement' ? { path: found[0], namespace: 'lazy' } : undefined;
    });
    onResolve({ filter: /^\.\/.+\.cjs$/, namespace: 'lazy' }, ({ path: file }) => ({ path: file, external: true }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path: name }) => {
      const { calls = [], constructs = [] } = libraries[name] ?? modules[name];
      const target = `require('./${fileOf(name)}')`;
      return {
        contents: [
          ...calls.map((call) => calling(call, target)),
          ...constructs.map((type) => making(type, target)),
        ].join('\n'),
      };
    });
  },
};

/** Most modules import `node:path` by its default export: one of them for a file, instead of a copy of its properties for each. */
const onePath = {
  name: 'one path',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:path$/ }, ({ kind }) =>
      kind === 'import-statement' ? { path: 'node:path', namespace: 'path' } : { path: 'node:path', external: true },
    );
    onLoad({ filter: /.*/, namespace: 'path' }, () => ({ contents: `export default require('node:path');` }));
  },
};

const ownChunks = {
  name: 'own chunks',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ kind, path: file, resolveDir }) => {
      if (kind !== 'dynamic-import') {
        return undefined;
      }
      const wanted = ownModule(file, resolveDir);
      const found = Object.entries(chunks).find(([, own]) => own === wanted);
      return found
        ? { path: `./${fileOf(found[0])}`, external: true }
        : { errors: [{ text: `${file} is imported dynamically and is no chunk of scripts/bundle/parts.mjs` }] };
    });
  },
};

/**
 * Own modules that other files take from where they are, so that each is there once: classes are told apart by identity. By the file that
 * has them, which exports each as `m1`, `m2` …
 */
const taken = { [entry.name]: new Set(), [later]: new Set() };
const numbers = new Map();
const memberFor = (module) => {
  numbers.set(module, numbers.get(module) ?? numbers.size);
  return `m${numbers.get(module)}`;
};

/**
 * Takes modules from the file that has them.
 *
 * @param placeOf the name of that file, by module; nothing for what has no place of its own
 * @param calls by module, its exports, which load that file when they are used
 */
const sharing = (placeOf, calls = new Map()) => ({
  name: 'sharing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ kind, path: file, resolveDir }) => {
      const module = ownModule(file, resolveDir);
      return kind === 'import-statement' && placeOf(module) ? { path: module, namespace: 'shared' } : undefined;
    });
    onResolve({ filter: /^\.\/.+\.cjs$/, namespace: 'shared' }, ({ path: file }) => ({ path: file, external: true }));
    onLoad({ filter: /.*/, namespace: 'shared' }, ({ path: module }) => {
      const place = placeOf(module);
      taken[place].add(module);
      const target = `require('./${fileOf(place)}').${memberFor(module)}`;
      const own = calls.get(module)?.map(({ name, isCalled }) => (isCalled ? calling : having)(name, target));
      return { contents: own?.join('\n') ?? `module.exports = ${target};` };
    });
  },
});

/** A file that exports all of some modules. */
const exporting = (all, more = '') => ({
  entryPoints: undefined,
  stdin: {
    contents: [
      more,
      ...[...new Set(all)].sort().map((module) => `export * as ${memberFor(module)} from './${module}';`),
    ].join('\n'),
    resolveDir: root,
  },
});

const plain = {
  ...shared,
  absWorkingDir: root,
  entryPoints: [entry.module],
  external: ['vscode'],
  plugins: [onePath, lazyLibraries, ownChunks],
};
const sharedBy = (placeOf, calls) => ({ ...plain, plugins: [...plain.plugins, sharing(placeOf, calls)] });

const calledLater = await findLater(root, plain);
const ofEntry = sharedBy((module) => (calledLater.has(module) ? later : undefined), calledLater);
const inEntry = await modulesOf(ofEntry);
const ofLater = sharedBy((module) => (inEntry.has(module) ? entry.name : undefined));
const inLater = await modulesOf({ ...ofLater, ...exporting(calledLater.keys()) });
const ofOthers = sharedBy((module) => (inEntry.has(module) ? entry.name : inLater.has(module) ? later : undefined));

const part = (options, name, module) => ({ ...options, entryPoints: [module], outfile: `dist/${fileOf(name)}` });
const own = Object.entries({
  ...chunks,
  ...Object.fromEntries(Object.entries(modules).map(([name, { module }]) => [name, module])),
});
const alone = [
  part(plain, worker.name, worker.module),
  ...Object.entries(libraries).map(([name, { calls = [], constructs = [], from = name }]) => ({
    ...shared,
    stdin: {
      contents: `export { ${[...calls, ...constructs].join(', ')} } from '${from.replaceAll('\\', '/')}';`,
      resolveDir: root,
    },
    outfile: `dist/${fileOf(name)}`,
  })),
];
/** In the order in which it becomes known what is taken from each. */
const steps = [
  () => [...alone, ...own.map(([name, module]) => part(ofOthers, name, module))],
  () => [{ ...ofLater, ...exporting([...calledLater.keys(), ...taken[later]]), outfile: `dist/${fileOf(later)}` }],
  () => [
    {
      ...ofEntry,
      ...exporting(taken[entry.name], `export { activate } from './${entry.module}';`),
      outfile: `dist/${fileOf(entry.name)}`,
    },
  ],
];
mkdirSync('dist', { recursive: true });
for (const file of readdirSync('dist').filter((name) => name.endsWith('.cjs') && !files.includes(name))) {
  // all that lies there is packed
  rmSync(path.join('dist', file));
}
if (process.argv.includes('--watch')) {
  // each by itself, with copies of what others have: what is where would have to be found out anew after each change
  const all = [...alone, ...[...own, [entry.name, entry.module]].map(([name, module]) => part(plain, name, module))];
  await Promise.all(all.map(async (options) => (await context(options)).watch()));
} else {
  for (const step of steps) {
    await Promise.all(step().map(build));
  }
}
