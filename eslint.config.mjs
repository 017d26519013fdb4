import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The arrows of ARCHITECTURE.md: vscode → services → tools → domain. A room may import from itself and from the rooms
 * on its right, never the other way round.
 */
const vscodeModule = { name: 'vscode', message: 'Only src/vscode and src/extension.ts may import vscode.' };
const spawning = ['child_process', 'node:child_process', 'execa'].map((name) => ({
  name,
  message: 'Only src/tools/process/runner.ts may start a process.',
}));
const threads = ['worker_threads', 'node:worker_threads'].map((name) => ({
  name,
  message: 'Only src/tools/worker may start a thread.',
}));
const input = ['fs', 'fs/promises', 'net', 'http', 'https', 'os', 'process', 'timers', 'timers/promises']
  .flatMap((name) => [name, `node:${name}`])
  .map((name) => ({ name, message: 'src/domain is pure: no I/O, no clock, no environment.' }));
const room = (names) => ({
  group: names.flatMap((name) => [`**/${name}/**`, `**/${name}`]),
  message: 'This import goes against the arrows vscode → services → tools → domain.',
});
const noTests = { group: ['**/test/**'], message: 'Production code does not import tests.' };
const imports = (paths, patterns) => ({
  'no-restricted-imports': 'off',
  '@typescript-eslint/no-restricted-imports': ['error', { paths, patterns: [noTests, ...patterns] }],
});

export default defineConfig(
  globalIgnores(['dist', 'out', 'coverage', 'test/fixtures', '.vscode-test']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      curly: 'error',
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  { files: ['src/**/*.ts'], rules: imports([...spawning, ...threads], []) },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      ...imports([vscodeModule, ...spawning, ...threads, ...input], [room(['tools', 'services', 'vscode'])]),
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time is passed in.' },
        { object: 'Math', property: 'random', message: 'Chance is passed in.' },
      ],
    },
  },
  {
    files: ['src/tools/**/*.ts'],
    rules: imports([vscodeModule, ...spawning, ...threads], [room(['services', 'vscode'])]),
  },
  {
    files: ['src/tools/process/runner.ts'],
    rules: imports([vscodeModule, ...threads], [room(['services', 'vscode'])]),
  },
  {
    files: ['src/tools/worker/*.ts'],
    rules: imports([vscodeModule, ...spawning], [room(['services', 'vscode'])]),
  },
  { files: ['src/services/**/*.ts'], rules: imports([vscodeModule, ...spawning, ...threads], [room(['vscode'])]) },
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: {
      'no-console': 'off',
      // mocha's describe and it return void or a promise that mocha itself awaits
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: ['describe', 'it', 'test'], package: 'node:test' }] },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'URL', 'setTimeout', 'clearTimeout', 'require', 'module'].map((name) => [
          name,
          'readonly',
        ]),
      ),
    },
  },
  prettier,
);
