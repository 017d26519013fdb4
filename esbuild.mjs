// Bundles the extension into one CommonJS file, which VS Code loads whatever the package's own module type is.
import { build, context } from 'esbuild';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
// yaml's build for browsers is the same parser without its Node-only debugging aids: 18 kB less.
const yaml = path.join(path.dirname(require.resolve('yaml/package.json')), 'browser/index.js');
// Its main file is UMD, whose inner requires no bundler can follow.
const jsoncParser = path.join(path.dirname(require.resolve('jsonc-parser/package.json')), 'lib/esm/main.js');

const options = {
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.cjs',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external: ['vscode'],
  alias: { yaml, 'jsonc-parser': jsoncParser },
  minify: !process.argv.includes('--debug'),
  sourcemap: process.argv.includes('--debug'),
  legalComments: 'none',
  logLevel: 'warning',
};

if (process.argv.includes('--watch')) {
  await (await context(options)).watch();
} else {
  await build(options);
}
