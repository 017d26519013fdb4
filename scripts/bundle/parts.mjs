// The contents of the package by file: the only list, for esbuild.mjs, the contract test, and readers.
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const inPackage = (name, file) => path.join(path.dirname(require.resolve(`${name}/package.json`)), file);

/**
 * Libraries that are loaded with the first call, each from a separate file: together, they take ten times as long to load as the
 * extension's own code, and activation needs none of them. By name: the called functions and the classes; `from` if it is not the package's
 * main file.
 */
export const libraries = {
  execa: { calls: ['execa'] },
  'string-width': { calls: ['default'] },
  // the build for browsers is the same parser without debugging aids for Node: 18 kB less
  yaml: {
    calls: ['isAlias', 'isMap', 'isPair', 'isScalar', 'isSeq', 'visit'],
    constructs: ['Composer', 'Document', 'Lexer', 'Parser'],
    from: inPackage('yaml', 'browser/index.js'),
  },
  // its main file is UMD, whose inner requires a bundler cannot follow
  'jsonc-parser': { calls: ['applyEdits', 'modify', 'parse'], from: inPackage('jsonc-parser', 'lib/esm/main.js') },
};

/** Own modules with few functions, which are loaded in the same way with the first call of one of them. By the file in dist. */
export const modules = {
  diagnose: { module: 'src/domain/diagnosis/diagnose.ts', calls: ['diagnose'] },
  diagnosisTexts: { module: 'src/vscode/shared/errors/diagnosisTexts.ts', calls: ['failureText'] },
  secretDefinition: {
    module: 'src/domain/build/secretDefinition.ts',
    calls: ['bakeText', 'definitionOf', 'notDefinable', 'overlayOf', 'withoutSecrets'],
  },
  redact: { module: 'src/domain/redact.ts', calls: ['redact', 'redactArgs'], constructs: ['LineRedactor'] },
};

/** Own modules that are loaded by `import()`, each from a separate file with everything it imports. */
export const chunks = {
  build: 'src/vscode/build/pty/buildPty.ts',
  building: 'src/services/builds/compose.ts',
  builderCommands: 'src/vscode/builders/commands/builderCommands.ts',
  charts: 'src/services/workspaceFiles/renderedCharts.ts',
  clusters: 'src/services/clusters/reader.ts',
  images: 'src/vscode/images/imagesUi.ts',
  imageServices: 'src/services/imageServices.ts',
  pipelines: 'src/vscode/pipelines/pipelineCommands.ts',
  registry: 'src/services/registry/machineReader.ts',
  wizard: 'src/vscode/build/wizard/buildWizard.ts',
};

/** The code of activation. */
export const entry = { name: 'extension', module: 'src/extension.ts' };
/** The code of threads (`tools/worker`). */
export const worker = { name: 'worker', module: 'src/services/worker/main.ts' };
/** Code that the entry imports and activation does not run (`later.mjs`). */
export const later = 'later';

/** The file in dist of a part, by name. */
export const fileOf = (name) => `${name.replace(/^@/, '').replaceAll('/', '-')}.cjs`;

/** All packed files in dist. */
export const files = [
  entry.name,
  worker.name,
  later,
  ...Object.keys(chunks),
  ...Object.keys(modules),
  ...Object.keys(libraries),
].map(fileOf);
