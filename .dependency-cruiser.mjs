// What may import what, types included. The arrows between the layers are in eslint.config.mjs; these are the rooms inside of them.
import { existsSync, globSync } from 'node:fs';

/** Which other features a feature of src/vscode may import. Each may import the ground that all stand on. */
const features = {
  builders: [],
  targets: ['builders'],
  build: ['builders', 'targets'],
  workloads: ['targets'],
  images: ['build', 'targets', 'workloads'],
  pipelines: ['build'],
};
const names = Object.keys(features);
/** `shared`, `settings` and the single files beside the features; `api.ts` publishes what the features do. */
const ground = '^src/vscode/(?:(?:shared|settings)/|(?!api\\.ts)[^/]+\\.ts$)';

/** Where a file stands beside a folder of its name, the folder has the file's parts: nobody else imports them. */
const doors = globSync('src/vscode/**/*.ts', { cwd: import.meta.dirname })
  .map((file) => file.replaceAll('\\', '/').replace(/\.ts$/, ''))
  .filter((folder) => existsSync(new URL(folder, import.meta.url)));

export default {
  forbidden: [
    {
      name: 'no-cycle',
      comment: 'Two modules that need each other are one, or a third one is missing.',
      severity: 'error',
      from: { path: '^src/' },
      to: { circular: true },
    },
    {
      name: 'ground-without-features',
      comment: 'What all features stand on knows none of them.',
      severity: 'error',
      from: { path: ground },
      to: { path: `^src/vscode/(?:${names.join('|')})/` },
    },
    ...names.map((feature) => ({
      name: `${feature}-imports`,
      comment: `${feature} may import ${['the ground', ...features[feature]].join(', ')}. See "Features" in ARCHITECTURE.md.`,
      severity: 'error',
      from: { path: `^src/vscode/${feature}/` },
      to: {
        path: `^src/vscode/(?:${names.filter((name) => name !== feature && !features[feature].includes(name)).join('|')})/`,
      },
    })),
    ...doors.map((folder) => ({
      name: 'through-the-door',
      comment: `${folder}/ holds the parts of ${folder}.ts.`,
      severity: 'error',
      from: { pathNot: `^${folder}(?:\\.ts$|/)` },
      to: { path: `^${folder}/` },
    })),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
