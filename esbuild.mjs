// Bundles the extension into CommonJS, which VS Code loads whatever the package's own module type is.
import { build, context } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const inPackage = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  minify: !process.argv.includes('--debug'),
  sourcemap: process.argv.includes('--debug'),
  legalComments: 'none',
  logLevel: 'warning',
};

/** The parser of YAML weighs as much as all of the extension's own code, and most activations never read a YAML file. */
const lazyYaml = {
  name: 'lazy yaml',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^yaml$/ }, () => ({ path: 'yaml', namespace: 'lazy' }));
    onResolve({ filter: /^\.\/yaml\.cjs$/ }, (args) => ({ path: args.path, external: true }));
    onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: `export const parseAllDocuments = (...args) => require('./yaml.cjs').parseAllDocuments(...args);`,
    }));
  },
};

const extension = {
  ...shared,
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  external: ['vscode'],
  // its main file is UMD, whose inner requires no bundler can follow
  alias: { 'jsonc-parser': inPackage('jsonc-parser', 'lib/esm/main.js') },
  plugins: [lazyYaml],
};

const yaml = {
  ...shared,
  // the build for browsers is the same parser without its aids for debugging in Node: 18 kB less
  stdin: { contents: `export { parseAllDocuments } from '${inPackage('yaml', 'browser/index.js').replaceAll('\\', '/')}';`, resolveDir: '.' },
  outfile: 'dist/yaml.cjs',
};

if (process.argv.includes('--watch')) {
  await Promise.all([extension, yaml].map(async (options) => (await context(options)).watch()));
} else {
  await Promise.all([extension, yaml].map(build));
}
