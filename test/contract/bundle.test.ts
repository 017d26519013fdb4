import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { files as parts } from '../../scripts/bundle/parts.mjs';
import { createWorkerPools } from '../../src/services/worker/pools.ts';
import { packageExtension } from '../bed/vscode/package.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('the bundle', function () {
  this.timeout(60_000);
  before(() => {
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root });
  });

  it('activates without starting a process or reading a file, one of its own included', () => {
    const seen = JSON.parse(
      execFileSync(process.execPath, ['test/contract/activate.cjs'], { cwd: root, encoding: 'utf8' }),
    ) as {
      readonly api: { readonly version: number; readonly calls: readonly string[] };
      readonly registered: readonly string[];
      readonly outside: readonly string[];
      readonly loaded: readonly string[];
      readonly missing: readonly string[];
    };
    assert.deepEqual(seen.outside, []);
    assert.deepEqual(seen.loaded, ['extension.cjs']);
    assert.deepEqual(seen.missing, [], 'what is called of another file is there');
    assert.equal(seen.api.version, 1);
    assert.deepEqual(seen.api.calls, ['build', 'builders', 'clusterPlatforms', 'coverage', 'inspectImage', 'route']);
    const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      contributes: { commands: { command: string }[] };
    };
    assert.deepEqual([...seen.registered].sort(), contributes.commands.map(({ command }) => command).sort());
  });

  it('keeps to its weight: 150 kB for what activation loads, in text of one byte a character', () => {
    const bundle = readFileSync(path.join(root, 'dist/extension.cjs'));
    assert.ok(bundle.length < 150_000, `${bundle.length} bytes`);
    assert.ok(bundle.every((byte) => byte < 128));
  });

  it('has what threads run, and that reads files', async () => {
    const workers = createWorkerPools(path.join(root, 'dist/worker.cjs'));
    const files = [
      { path: 'Dockerfile', file: '', text: 'FROM scratch AS base' },
      { path: 'compose.yaml', file: '', text: 'services: { web: { build: ., image: example.com/web } }' },
    ];
    const { sources } = await workers.files.run('sources', files);
    assert.deepEqual(
      sources.map(({ kind }) => kind),
      ['dockerfile', 'compose'],
    );
    workers.dispose();
  });

  it('is packed as an allow-list, within 600 kB', async () => {
    const vsce = path.join(root, 'node_modules/@vscode/vsce/vsce');
    const listed = execFileSync(process.execPath, [vsce, 'ls', '--no-dependencies'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const files = listed
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => /^[\w./-]+$/.test(line) && !line.startsWith('>'));
    assert.deepEqual(
      files.sort(),
      [
        ...parts.map((file) => `dist/${file}`),
        ...['CHANGELOG.md', 'LICENSE', 'README.md', 'l10n/bundle.l10n.json', 'media/icon.png', 'media/view.svg'],
        ...['environment', 'clusters', 'build', 'verify', 'deploy'].map((step) => `media/walkthrough/${step}.svg`),
        ...['package.json', 'package.nls.json'],
      ].sort(),
    );
    const loaded = files
      .filter((file) => file.endsWith('.cjs'))
      .flatMap((file) => [...readFileSync(path.join(root, file), 'utf8').matchAll(/"\.\/([\w-]+\.cjs)"/g)])
      .map(([, file = '']) => `dist/${file}`);
    assert.deepEqual(
      loaded.filter((file) => !files.includes(file)),
      [],
      'what is loaded later is packed too',
    );
    const { size } = statSync(await packageExtension());
    assert.ok(size < 600_000, `${size} bytes`);
  });

  it('has every sentence of the code in l10n', () => {
    const bundle = JSON.parse(readFileSync(path.join(root, 'l10n/bundle.l10n.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    const sentences = sources(path.join(root, 'src')).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/l10n\.t\(\s*'((?:[^'\\]|\\.)*)'/g)].map(([, text = '']) =>
        text.replaceAll("\\'", "'"),
      ),
    );
    assert.ok(sentences.length > 100);
    assert.deepEqual(
      sentences.filter((sentence) => !(sentence in bundle)),
      [],
    );
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}
