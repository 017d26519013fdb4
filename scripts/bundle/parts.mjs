// What the package is made of, file by file: the one list, for esbuild.mjs, the contract test and whoever asks what is loaded when.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const inPackage = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/**
 * Libraries that are loaded when they are first called, each from a file of its own: together they take ten times as long
 * to load as all of the extension's own code, and no activation needs them. By name, what is called of them and what is
 * made with `new`; `from` where it is not the package's main file.
 */
export const libraries = {
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
export const modules = {
  diagnose: { module: 'src/domain/diagnosis/diagnose.ts', calls: ['diagnose'] },
  diagnosisTexts: { module: 'src/vscode/shared/errors/diagnosisTexts.ts', calls: ['failureText'] },
  secretDefinition: {
    module: 'src/domain/build/secretDefinition.ts',
    calls: ['bakeText', 'definitionOf', 'notDefinable', 'overlayOf', 'withoutSecrets'],
  },
  redact: { module: 'src/domain/redact.ts', calls: ['redact', 'redactArgs'], constructs: ['LineRedactor'] },
};

/** Own modules that `import()` loads when they are first needed, each from a file of its own with all that it imports. */
export const chunks = {
  build: 'src/vscode/build/pty/buildPty.ts',
  building: 'src/services/builds/compose.ts',
  builderCommands: 'src/vscode/builders/commands/builderCommands.ts',
  clusters: 'src/services/clusters/reader.ts',
  images: 'src/vscode/images/imagesUi.ts',
  imageServices: 'src/services/imageServices.ts',
  registry: 'src/services/registry/machineReader.ts',
  wizard: 'src/vscode/build/wizard/buildWizard.ts',
};

/** What activation loads. */
export const entry = { name: 'extension', module: 'src/extension.ts' };
/** What threads run (`tools/worker`). */
export const worker = { name: 'worker', module: 'src/services/worker/main.ts' };
/** What the entry imports and activation does not run (`later.mjs`). */
export const later = 'later';

/** The file in dist of a part, by its name. */
export const fileOf = (name) => `${name.replace(/^@/, '').replaceAll('/', '-')}.cjs`;

/** All files in dist that are packed. */
export const files = [
  entry.name,
  worker.name,
  later,
  ...Object.keys(chunks),
  ...Object.keys(modules),
  ...Object.keys(libraries),
].map(fileOf);
