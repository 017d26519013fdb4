import { commands, Uri } from 'vscode';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { BuildSource } from '../../../../../src/domain/sources/buildSource.ts';
import type { BuildFlow } from '../../../../../src/vscode/build/buildFlow.ts';
import { commandIds } from '../../../../../src/vscode/commandIds.ts';
import {
  registerBuildCommands,
  type BuildCommandDeps,
} from '../../../../../src/vscode/build/commands/buildCommands.ts';
import { createLog } from '../../../../../src/vscode/log.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { stub } from '../../../../support/stub.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { leave, press, type } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { activate } from '../../../../support/vscode/window.ts';
import { folder, openFolders, trust } from '../../../../support/vscode/workspace.ts';

const dockerfile: BuildSource = { kind: 'dockerfile', file: 'Dockerfile', stages: [] };

/** No file is a source. */
const nowhere = { sourceAt: () => Promise.resolve([]) };

/** Registers the commands and calls one of them like VS Code. */
async function run(id: string, own: Partial<BuildCommandDeps> = {}, ...called: readonly unknown[]): Promise<void> {
  const flow: BuildFlow = {
    ask: (start, options) => {
      see(
        `wizard${options?.local === true ? ' for local use' : ''}: ${start ? JSON.stringify(start) : 'from the start'}`,
      );
      return Promise.resolve(undefined);
    },
    build: (request, at, options) => {
      see(`builds in ${at.name}${options?.local === true ? ' for local use' : ''}: ${JSON.stringify(request)}`);
      return Promise.resolve(undefined);
    },
  };
  const registration = registerBuildCommands({
    flow,
    environment: stub('Environment', {
      engine: () => Promise.resolve({ os: 'linux', architecture: 'aarch64' } as never),
    }),
    sources: { ...nowhere, findSources: () => Promise.resolve({ sources: [], running: [], tooComplex: [] }) },
    memory: new BuildMemory(memento()),
    showError: (error) => {
      see(`shown: ${error instanceof DiagnosedError ? error.code : String(error)}`);
      return Promise.resolve();
    },
    log: createLog('Multi-Arch Builds'),
    clusters: stub('ClusterModel', {}),
    builders: stub('BuilderModel', {}),
    selectClusters: () => Promise.resolve(false),
    ...own,
  });
  await commands.executeCommand(id, ...called);
  registration.dispose();
}

describe('Build Multi-Arch Image…', () => {
  inVscode();

  it('asks from the palette, and for the file that was clicked', async () => {
    await run(commandIds.buildImage);
    await run(commandIds.buildImage, {}, Uri.file('/ws/shop/Dockerfile'));
    await run(commandIds.buildImage, {}, '/ws/shop/Dockerfile');
    shows(`
      wizard: from the start
      wizard: {"source":"file:///ws/shop/Dockerfile"}
      wizard: from the start
    `);
  });
});

describe('Show Log', () => {
  inVscode();

  it('shows the output channel', async () => {
    await run(commandIds.showLog);
    shows(`
      output: Multi-Arch Builds
    `);
  });
});

describe('the log', () => {
  inVscode();

  it('warns of programs that failed, unless that is one of the answers', () => {
    const log = createLog('Multi-Arch Builds');
    const command = { file: 'kubectl', args: ['get', '--raw=/a'] };
    const outcome = { exitCode: 1, ms: 7, stderr: 'Error from server (NotFound): nothing' };
    log.ended(command, outcome);
    log.ended({ ...command, expects: ({ stderr }) => stderr.includes('NotFound') }, outcome);
    log.ended({ ...command, expects: () => true }, { ms: 7, stderr: '' });
    log.ended(command, { ...outcome, exitCode: 0 });
    shows(`
      log warn: exit code 1 after 7 ms: get --raw=/a
      Error from server (NotFound): nothing
      log debug: exit code 1 after 7 ms: get --raw=/a
      log warn: exit code none after 7 ms: get --raw=/a

      log debug: exit code 0 after 7 ms: get --raw=/a
    `);
    log.dispose();
  });
});

describe('Rebuild Last', () => {
  inVscode();
  const [shop, site] = [folder('shop'), folder('site', 1)];

  it('builds again what was built last in the folder that is being worked in', async () => {
    openFolders('shop', 'site');
    const memory = new BuildMemory(memento());
    await memory.remember(shop, { tags: ['r.io/shop:1'] });
    await run(commandIds.rebuildLast, { memory });
    await memory.remember(site, { tags: ['r.io/site:1'] });
    activate('/ws/site/src/main.go');
    await run(commandIds.rebuildLast, { memory });
    activate('/elsewhere/main.go');
    await run(commandIds.rebuildLast, { memory });
    shows(`
      builds in shop: {"tags":["r.io/shop:1"]}
      builds in site: {"tags":["r.io/site:1"]}
      builds in shop: {"tags":["r.io/shop:1"]}
    `);
  });

  it('asks where nothing was built, or no folder is open', async () => {
    await run(commandIds.rebuildLast);
    openFolders();
    await run(commandIds.rebuildLast);
    shows(`
      wizard: from the start
      wizard: from the start
    `);
  });

  it('asks for secrets, which are not stored, and whether to build without credentials', async () => {
    const state = memento();
    const secret = ['pw', 'X7k2', 'mQ9z'].join('');
    await new BuildMemory(state).remember(shop, {
      tags: ['r.io/shop:1'],
      buildArgs: { NPM_TOKEN: secret, VERSION: '1' },
      cacheTo: [`type=s3,bucket=b,region=r,secret_access_key=${secret}`],
    });
    const memory = new BuildMemory(state);
    person(type('typed'), press('Build Without Them'), type('typed'), leave, leave);
    for (let times = 0; times < 3; times++) {
      await run(commandIds.rebuildLast, { memory });
    }
    shows(`
      input (secret): Rebuild Last — Value of the build argument NPM_TOKEN. Secret values are not stored.
      > typed
      warning (modal): The last build used credentials that are not stored.
        They were part of: cacheTo
        [Build Without Them]
      > Build Without Them
      builds in shop: {"tags":["r.io/shop:1"],"buildArgs":{"VERSION":"1","NPM_TOKEN":"typed"},"cacheTo":[]}
      input (secret): Rebuild Last — Value of the build argument NPM_TOKEN. Secret values are not stored.
      > typed
      warning (modal): The last build used credentials that are not stored.
        They were part of: cacheTo
        [Build Without Them]
      > Escape
      input (secret): Rebuild Last — Value of the build argument NPM_TOKEN. Secret values are not stored.
      > Escape
    `);
  });
});

describe('Build for Local Use (No Push)', () => {
  inVscode();
  const id = commandIds.buildLocal;

  it('builds what was built last for the engine alone', async () => {
    const memory = new BuildMemory(memento());
    await memory.remember(folder('shop'), { tags: ['r.io/shop:1'], platforms: ['linux/amd64'], output: 'push' });
    await run(id, { memory });
    shows(`
      builds in shop for local use: {"tags":["r.io/shop:1"],"platforms":["linux/arm64"],"output":"load"}
    `);
  });

  it('builds the same again, whatever is to be chosen from, until something else is built', async () => {
    const memory = new BuildMemory(memento());
    const local = { dockerfile: 'api/Dockerfile', tags: ['api:local'], output: 'load' } as const;
    await memory.remember(folder('shop'), local, 'local');
    await run(id, { memory });
    await run(commandIds.rebuildLast, { memory });
    await memory.remember(folder('shop'), { tags: ['r.io/shop:1'], output: 'push' });
    await run(id, { memory });
    shows(`
      builds in shop for local use: {"dockerfile":"api/Dockerfile","tags":["api:local"],"output":"load","platforms":["linux/arm64"]}
      wizard: from the start
      builds in shop for local use: {"tags":["r.io/shop:1"],"output":"load","platforms":["linux/arm64"]}
    `);
  });

  it('builds the one thing that there is, and asks where there is a choice', async () => {
    const found = (sources: readonly BuildSource[], tooComplex: readonly string[] = []) => ({
      ...nowhere,
      findSources: () =>
        Promise.resolve({
          sources: sources.map((source) => ({ folder: folder('My Shop'), source })),
          running: [],
          tooComplex: tooComplex.map((path) => ({ folder: folder('shop'), path })),
        }),
    });
    await run(id, { sources: found([dockerfile]) });
    await run(id, { sources: found([dockerfile, dockerfile]) });
    await run(id, { sources: found([dockerfile], ['docker-bake.hcl']) });
    await run(id);
    shows(`
      builds in My Shop for local use: {"dockerfile":"Dockerfile","context":".","platforms":["linux/arm64"],"tags":["my-shop:local"],"output":"load"}
      wizard for local use: {"request":{"platforms":["linux/arm64"],"output":"load"},"part":"source"}
      wizard for local use: {"request":{"platforms":["linux/arm64"],"output":"load"},"part":"source"}
      wizard for local use: {"request":{"platforms":["linux/arm64"],"output":"load"},"part":"source"}
    `);
  });

  it('builds the given file, as last time if that was the same one', async () => {
    const memory = new BuildMemory(memento());
    const sources = {
      findSources: () => Promise.reject(new Error('not asked')),
      sourceAt: () =>
        Promise.resolve([{ folder: folder('shop'), source: { ...dockerfile, file: 'api/Dockerfile' } as const }]),
    };
    const file = Uri.file('/ws/shop/api/Dockerfile');
    await memory.remember(folder('shop'), { dockerfile: 'web/Dockerfile', tags: ['web:local'] }, 'local');
    await run(id, { memory, sources }, file);
    await memory.remember(folder('shop'), { dockerfile: 'api/Dockerfile', target: 'dev', tags: ['a:local'] }, 'local');
    await run(id, { memory, sources }, file);
    shows(`
      builds in shop for local use: {"dockerfile":"api/Dockerfile","context":"api","platforms":["linux/arm64"],"tags":["api:local"],"output":"load"}
      builds in shop for local use: {"dockerfile":"api/Dockerfile","target":"dev","tags":["a:local"],"platforms":["linux/arm64"],"output":"load"}
    `);
  });

  it('shows why the engine does not answer, and does nothing in a workspace that is not trusted', async () => {
    const engine = () => Promise.reject(new DiagnosedError(diagnosisOf('engineNotRunning')));
    await run(id, { environment: stub('Environment', { engine }) });
    trust(false);
    await run(id);
    shows(`
      shown: engineNotRunning
      shown: untrusted
    `);
  });
});
