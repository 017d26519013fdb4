// Bundles the extension into CommonJS, which VS Code loads whatever the package's own module type is.
import { build, context } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const root = import.meta.dirname;
const inPackage = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/**
 * Libraries that are loaded when they are first called, each from a file of its own: together they take ten times as long
 * to load as all of the extension's own code, and no activation needs them. By name, what is called of them and what is
 * made with `new`; `from` where it is not the package's main file.
 */
const lazy = {
  execa: { calls: ['execa'] },
  'string-width': { calls: ['default'] },
  // the build for browsers is the same parser without its aids for debugging in Node: 18 kB less
  yaml: {
    calls: ['isAlias', 'isMap', 'isPair', 'isScalar', 'isSeq'],
    constructs: ['Composer', 'Lexer', 'Parser'],
    from: inPackage('yaml', 'browser/index.js'),
  },
  // its main file is UMD, whose inner requires no bundler can follow
  'jsonc-parser': { calls: ['applyEdits', 'modify', 'parse'], from: inPackage('jsonc-parser', 'lib/esm/main.js') },
  '@streamparser/json': { constructs: ['JSONParser'] },
};

/**
 * Own modules of which only functions are called, and by few: loaded in the same way when the first of them is called, for all
 * who call it. By the file in dist.
 */
const lazyModules = {
  diagnose: { module: 'src/domain/diagnosis/diagnose.ts', calls: ['diagnose'] },
  diagnosisTexts: { module: 'src/vscode/texts/diagnosis.ts', calls: ['explain'] },
  secretDefinition: {
    module: 'src/domain/build/secretDefinition.ts',
    calls: ['bakeText', 'definitionOf', 'notDefinable', 'overlayOf', 'withoutSecrets'],
  },
  redact: { module: 'src/domain/redact.ts', calls: ['redact', 'redactArgs'], constructs: ['LineRedactor'] },
};

/** The file in dist that a library is bundled into. */
const fileOf = (name) => `${name.replace(/^@/, '').replaceAll('/', '-')}.cjs`;

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  charset: 'utf8',
  minify: !process.argv.includes('--debug'),
  sourcemap: process.argv.includes('--debug'),
  legalComments: 'none',
  logLevel: 'warning',
};

const lazyLibraries = {
  name: 'lazy libraries',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(${Object.keys(lazy).join('|')})$`) }, ({ path: name }) => ({
      path: name,
      namespace: 'lazy',
    }));
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ kind, path: file, resolveDir }) => {
      const wanted = path.resolve(resolveDir, file);
      const found = Object.entries(lazyModules).find(([, { module }]) => path.resolve(root, module) === wanted);
      return found && kind === 'import-statement' ? { path: found[0], namespace: 'lazy' } : undefined;
    });
    onResolve({ filter: /^\.\/.+\.cjs$/, namespace: 'lazy' }, ({ path: file }) => ({ path: file, external: true }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path: name }) => {
      const { calls = [], constructs = [] } = lazy[name] ?? lazyModules[name];
      const library = `require('./${fileOf(name)}')`;
      return {
        contents: [
          ...calls.map((call) => {
            const wrapper = `(...args) => ${library}.${call}(...args)`;
            return call === 'default' ? `export default ${wrapper};` : `export const ${call} = ${wrapper};`;
          }),
          ...constructs.map(
            (type) => `export const ${type} = function (...args) { return new (${library}.${type})(...args); };`,
          ),
        ].join('\n'),
      };
    });
  },
};

/** Own modules that `import()` loads when they are first needed, each from a file of its own with all that it imports. */
const chunks = {
  build: 'src/vscode/tasks/buildPty.ts',
  building: 'src/services/builds/compose.ts',
  builderCommands: 'src/vscode/commands/builder/builderCommands.ts',
  clusters: 'src/services/clusters/reader.ts',
  images: 'src/vscode/images/imagesUi.ts',
  registry: 'src/services/registry/machineReader.ts',
  wizard: 'src/vscode/wizard/buildWizard.ts',
};

const ownChunks = {
  name: 'own chunks',
  setup({ onResolve }) {
    onResolve({ filter: /^\.{1,2}\/.+\.ts$/ }, ({ kind, path: file, resolveDir }) => {
      if (kind !== 'dynamic-import') {
        return undefined;
      }
      const wanted = path.resolve(resolveDir, file);
      const found = Object.entries(chunks).find(([, own]) => path.resolve(root, own) === wanted);
      return found
        ? { path: `./${found[0]}.cjs`, external: true }
        : { errors: [{ text: `${file} is imported dynamically and is no chunk of esbuild.mjs` }] };
    });
  },
};

const extension = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  external: ['vscode'],
  plugins: [lazyLibraries, ownChunks],
};

/** What threads run (`tools/worker`). */
const worker = {
  ...shared,
  entryPoints: ['src/services/worker/main.ts'],
  outfile: 'dist/worker.cjs',
  plugins: [lazyLibraries, ownChunks],
};

const part = (name, file) => ({ ...extension, entryPoints: [file], outfile: `dist/${name}.cjs` });
const parts = [
  ...Object.entries(chunks).map(([name, file]) => part(name, file)),
  ...Object.entries(lazyModules).map(([name, { module }]) => part(name, module)),
];

const libraries = Object.entries(lazy).map(([name, { calls = [], constructs = [], from = name }]) => ({
  ...shared,
  stdin: {
    contents: `export { ${[...calls, ...constructs].join(', ')} } from '${from.replaceAll('\\', '/')}';`,
    resolveDir: root,
  },
  outfile: `dist/${fileOf(name)}`,
}));

if (process.argv.includes('--watch')) {
  await Promise.all(
    [extension, worker, ...parts, ...libraries].map(async (options) => (await context(options)).watch()),
  );
} else {
  await Promise.all([extension, worker, ...parts, ...libraries].map(build));
}
