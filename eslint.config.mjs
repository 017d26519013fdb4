import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import regexp from 'eslint-plugin-regexp';
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
const resolving = ['dns', 'dns/promises', 'node:dns', 'node:dns/promises'].map((name) => ({
  name,
  message:
    'Only src/services/registry/http/destinations.ts may look names up: whoever answers DNS must decide nothing.',
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

/**
 * What VS Code shows goes through src/vscode/shared, which takes `SafeText` alone and escapes what means something there: links run
 * commands in notifications, `$(name)` is an icon in picks, Markdown is everything.
 */
const sinks =
  'show(Information|Warning|Error)Message|show(QuickPick|WorkspaceFolderPick|InputBox)|setStatusBarMessage|with(Scm)?Progress|' +
  'create(QuickPick|InputBox|StatusBarItem|TreeView|OutputChannel|WebviewPanel|TextEditorDecorationType|CommentController)|' +
  'register(Command|TextEditorCommand|TreeDataProvider|HoverProvider|CodeLensProvider|InlayHintsProvider|FileDecorationProvider|Webview\\w+Provider)';
const throughShared = 'What VS Code shows goes through src/vscode/shared: only there it is escaped.';
const safeTypes = '^(SafeText|SafeLines|CodeLine|IconText|Markdown)$';
const onlyMade = 'A text becomes safe by being made safe (src/domain/safeText.ts), not by a cast.';
const noSpreads = [
  {
    selector: 'CallExpression[callee.property.name=/^(?:push|unshift|max|min|fromCharCode)$/] > SpreadElement',
    message:
      'Each element becomes an argument on the stack: some 100,000 overflow it. See src/domain/untrusted/extremes.ts.',
  },
];
const noCasts = [
  { selector: `TSAsExpression TSTypeReference[typeName.name=/${safeTypes}/]`, message: onlyMade },
  { selector: `TSTypeAssertion TSTypeReference[typeName.name=/${safeTypes}/]`, message: onlyMade },
];
const noSinks = [
  { selector: `MemberExpression[property.name=/^(${sinks})$/]`, message: throughShared },
  { selector: `MemberExpression[property.value=/^(${sinks})$/]`, message: throughShared },
  { selector: `ObjectPattern > Property[key.name=/^(${sinks})$/]`, message: throughShared },
  { selector: `ObjectPattern > Property[key.value=/^(${sinks})$/]`, message: throughShared },
  {
    selector: 'AssignmentExpression[left.property.name=/^(isTrusted|supportHtml|supportThemeIcons)$/]',
    message: throughShared,
  },
];
const noSettings = [
  {
    selector: 'MemberExpression[property.name="getConfiguration"]',
    message: 'Only src/vscode/settings reads and writes settings.',
  },
];
const shown = {
  name: 'vscode',
  importNames: [
    ...['l10n', 'MarkdownString', 'TreeItem', 'InlayHint', 'CodeLens', 'Hover', 'FileDecoration'],
    ...['Task', 'ShellExecution', 'ProcessExecution', 'CustomExecution'],
  ],
  allowTypeImports: true,
  message: throughShared,
};

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
  {
    // most of what these read was written by strangers: no work may grow with the square of it, nor overflow the stack
    files: ['src/**/*.ts'],
    plugins: { regexp },
    rules: {
      ...imports([...spawning, ...resolving, ...threads], []),
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false }],
      'no-restricted-syntax': ['error', ...noSpreads, ...noCasts],
      'no-restricted-properties': [
        'error',
        {
          object: 'Disposable',
          property: 'from',
          message: 'It stops at the first that throws: shared/disposeAll.ts does not.',
        },
      ],
    },
  },
  {
    // the places that make the types
    files: ['src/domain/{safeText,terminalText}.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noSpreads] },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      ...imports(
        [vscodeModule, ...spawning, ...resolving, ...threads, ...input],
        [room(['tools', 'services', 'vscode'])],
      ),
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
    rules: imports([vscodeModule, ...spawning, ...resolving, ...threads], [room(['services', 'vscode'])]),
  },
  {
    files: ['src/tools/process/runner.ts'],
    rules: imports([vscodeModule, ...resolving, ...threads], [room(['services', 'vscode'])]),
  },
  {
    files: ['src/tools/worker/*.ts'],
    rules: imports([vscodeModule, ...spawning, ...resolving], [room(['services', 'vscode'])]),
  },
  {
    files: ['src/services/**/*.ts'],
    rules: imports([vscodeModule, ...spawning, ...resolving, ...threads], [room(['vscode'])]),
  },
  {
    files: ['src/services/registry/http/destinations.ts'],
    rules: imports([vscodeModule, ...spawning, ...threads], [room(['vscode'])]),
  },
  {
    files: ['src/vscode/**/*.ts', 'src/extension.ts'],
    rules: {
      ...imports([shown, ...spawning, ...resolving, ...threads], []),
      'no-restricted-syntax': ['error', ...noSpreads, ...noCasts, ...noSinks, ...noSettings],
    },
  },
  {
    files: ['src/vscode/settings/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...noSpreads, ...noCasts, ...noSinks] },
  },
  {
    files: [
      'src/vscode/shared/{channel,codeLenses,commands,l10n,statusBar,tasks}.ts',
      'src/vscode/shared/{dialogs/inputs,dialogs/messages,dialogs/progress,picks/picks,report/reportPanels,text/icons,text/markdown,tree/item}.ts',
    ],
    rules: {
      ...imports([...spawning, ...resolving, ...threads], []),
      'no-restricted-syntax': ['error', ...noSpreads],
    },
  },
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
