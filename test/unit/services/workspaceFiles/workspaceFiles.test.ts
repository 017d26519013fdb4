import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { largestFile, type FileToRead } from '../../../../src/services/workspaceFiles/fileJobs.ts';
import { createWorkerPools, type WorkerPools } from '../../../../src/services/worker/pools.ts';
import {
  createWorkspaceFiles,
  type WorkspaceFilesDeps,
} from '../../../../src/services/workspaceFiles/workspaceFiles.ts';
import { CancelledError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { stub } from '../../../support/stub.ts';
import { WorkerError } from '../../../../src/tools/worker/errors.ts';

const threads = new URL('../../../../src/services/worker/main.ts', import.meta.url);
const deployment = (image: string, key = 'dedicated') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    spec:
      tolerations: [{ key: ${key}, operator: Exists }]
      containers: [{ name: web, image: ${image} }]
`;

describe('files of the workspace', function () {
  this.timeout(60_000);
  let folder: string;
  let pools: WorkerPools;
  /** The jobs that ran, with the files that they read. */
  let jobs: { readonly name: string; readonly paths: readonly string[] }[];
  let problems: DiagnosedError[];
  const parses = () => jobs.filter(({ name }) => name !== 'stamps');

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'workspace-files-'));
    pools = createWorkerPools(threads);
    [jobs, problems] = [[], []];
  });
  afterEach(() => {
    pools.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  type Run = WorkspaceFilesDeps['workers']['run'];
  const inThreads: Run = (name, input, options) => pools.files.run(name, input, options);
  function create(run: Run = inThreads) {
    const counted: Run = (name, input, options) => {
      jobs.push({ name, paths: (input as readonly FileToRead[]).map(({ path }) => path) });
      return run(name, input, options);
    };
    return createWorkspaceFiles({
      workers: { run: counted },
      onProblems: (found) => problems.push(...found),
      runner: stub('Runner', {}),
      helm: () => Promise.resolve(undefined),
    });
  }
  function write(name: string, text: string | Uint8Array): FileToRead {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { path: name, file };
  }
  const imagesOf = ({ images }: { readonly images: readonly { readonly image: string }[] }) =>
    images.map(({ image }) => image);

  it('find the build context by where the files are that a Dockerfile copies', async () => {
    const files = create();
    const text = 'FROM a\nCOPY package.json src ./';
    const all = [
      write('ops/Dockerfile', text),
      write('api/Dockerfile', text),
      write('web/Dockerfile', 'FROM a\nCOPY . .'),
    ];
    ['package.json', 'src/index.js', 'api/package.json', 'api/src/x'].forEach((name) => write(name, ''));
    const contexts = (found: readonly { readonly context?: string }[]) => found.map(({ context }) => context);
    const { sources } = await files.sources(all);
    assert.deepEqual(contexts(sources as never), [undefined, '.', undefined]);
    assert.deepEqual(contexts([(await files.dockerfile(all[0]!)) as never]), ['.']);
    // files come and go
    write('ops/package.json', '');
    write('ops/src/x', '');
    assert.deepEqual(contexts((await files.sources(all)).sources as never), [undefined, undefined, undefined]);
    const names = jobs.filter(({ name }) => name === 'present').length;
    assert.equal(names, 3);
  });

  it('leave the default where the disk does not answer', async () => {
    const files = create((name, input, options) =>
      name === 'present' ? Promise.reject(new WorkerError('crashed', '')) : inThreads(name, input, options),
    );
    write('a', '');
    const { sources } = await files.sources([write('ops/Dockerfile', 'FROM a\nCOPY a b')]);
    assert.deepEqual(
      sources.map(({ kind, ...rest }) => [kind, 'context' in rest]),
      [['dockerfile', false]],
    );
  });

  it('are read once, and those that were changed once more: 3,000 files, one changed, 1 parse', async () => {
    const files = Array.from({ length: 3000 }, (_, index) =>
      write(`k8s/${index}.yaml`, deployment(`example.com/app:${index}`)),
    );
    const reader = create();
    const first = await reader.manifests(files);
    assert.equal(first.images.length, 3000);
    assert.equal(imagesOf(first)[2999], 'example.com/app:2999');
    assert.equal(parses().length, 3000);
    jobs = [];
    write('k8s/7.yaml', deployment('example.com/other:1'));
    const second = await reader.manifests(files);
    assert.deepEqual(parses(), [{ name: 'manifest', paths: ['k8s/7.yaml'] }]);
    assert.equal(imagesOf(second)[7], 'example.com/other:1');
    assert.deepEqual(problems, []);
  });

  it('are read once for all who ask at the same time, each of whom can give up', async () => {
    const files = Array.from({ length: 20 }, (_, index) =>
      write(`${index}.yaml`, deployment(`example.com/app:${index}`)),
    );
    const reader = create();
    const stop = new AbortController();
    const [one, other, third] = [
      reader.manifests(files, stop.signal),
      reader.manifests(files),
      reader.manifests(files),
    ];
    stop.abort();
    await assert.rejects(one, isCancelled);
    assert.equal((await other).images.length, 20);
    assert.equal((await third).images.length, 20);
    assert.ok(parses().length <= 21, String(parses().length));
  });

  it('are known in parts, each with twice as many files as before', async () => {
    const files = Array.from({ length: 300 }, (_, index) =>
      write(`${index}.yaml`, deployment(`example.com/app:${index}`)),
    );
    const parts: number[] = [];
    const all = await create().manifests(files, undefined, ({ images }) => parts.push(images.length));
    assert.deepEqual(parts, [32, 64, 128, 256]);
    assert.equal(all.images.length, 300);
  });

  it('complete each other: a kustomization replaces the image of another file', async () => {
    const files = [
      write(
        'app/kustomization.yaml',
        'resources: [web.yaml]\nimages: [{ name: web, newName: example.com/web, newTag: "2" }]',
      ),
      write('app/web.yaml', deployment('web')),
    ];
    assert.deepEqual(imagesOf(await create().manifests(files)), ['example.com/web:2']);
  });

  it('are left out above 64 MB in total, and it says how many', async () => {
    const padding = `\n#${'a'.repeat(largestFile - 1000)}`;
    const files = Array.from({ length: 260 }, (_, index) => ({
      path: `${index}.yaml`,
      file: '',
      text: `${deployment(`example.com/app:${index}`)}${padding}`,
    }));
    const run: Run = (name, input, options) =>
      name === 'manifest'
        ? (Promise.resolve({
            ok: true,
            value: { path: '', pods: [], tolerations: [], kustomizations: [], places: false },
          }) as never)
        : inThreads(name, input, options);
    const { left } = await create(run).manifests(files);
    assert.equal(left, 260 - Math.floor((64 * 1024 * 1024) / files[0]!.text.length));
    assert.deepEqual(problems, []);
  });

  it('count with what is in open editors, as long as it is there', async () => {
    const file = write('app.yaml', deployment('example.com/saved'));
    const reader = create();
    const unsaved = await reader.manifests([{ ...file, text: deployment('example.com/unsaved') }]);
    assert.deepEqual(imagesOf(unsaved), ['example.com/unsaved']);
    assert.deepEqual(imagesOf(await reader.manifests([file])), ['example.com/saved']);
  });

  it('are sources in the order of their paths, regardless of the order of reading', async () => {
    const files = [
      write('b/docker-bake.hcl', 'target "bake" {}'),
      write('compose.yaml', 'services: { web: { build: . } }'),
      write('compose.override.yaml', 'services: { web: { image: example.com/web } }'),
      write('b/Dockerfile', 'FROM scratch'),
      write('Dockerfile', 'FROM scratch AS base\nFROM base'),
      write('a/Dockerfile.dev', 'FROM scratch'),
    ];
    const reader = create();
    const { sources } = await reader.sources(files);
    assert.deepEqual(
      sources.map((source) => (source.kind === 'dockerfile' ? source.file : source.files.join('+'))),
      ['Dockerfile', 'a/Dockerfile.dev', 'b/Dockerfile', 'b/docker-bake.hcl', 'compose.yaml+compose.override.yaml'],
    );
    jobs = [];
    write('a/Dockerfile.dev', 'FROM scratch AS other');
    await reader.sources(files);
    assert.deepEqual(parses(), [{ name: 'sources', paths: ['a/Dockerfile.dev'] }]);
  });

  it('are found by the images that they name', async () => {
    const files = [
      write('Dockerfile', 'FROM alpine:3\n'),
      write('app.yaml', 'image: alpine\n'),
      write('web.yaml', 'image: "alpine:3"\n'),
    ];
    const found = await create().naming('docker.io/library/alpine:3', files);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['Dockerfile', 'web.yaml'],
    );
  });

  it('attack: what is no file, or has no end, is left out and not waited for', async () => {
    execFileSync('mkfifo', [path.join(folder, 'pipe.yaml')]);
    symlinkSync('/dev/zero', path.join(folder, 'zero.yaml'));
    mkdirSync(path.join(folder, 'folder.yaml'));
    write('large.yaml', deployment('example.com/large') + '#'.repeat(largestFile));
    const names = ['pipe.yaml', 'zero.yaml', 'folder.yaml', 'large.yaml', 'gone.yaml'];
    const files = names.map((name) => ({ path: name, file: path.join(folder, name) }));
    const found = await create().manifests([...files, write('app.yaml', deployment('example.com/app'))]);
    assert.deepEqual(imagesOf(found), ['example.com/app']);
    assert.deepEqual(problems, []);
  });

  it('attack: a file that hangs its reader costs its own answer, and is not read again until it was changed', async () => {
    const [first, hostile, last] = ['first', 'hostile', 'last'].map((name) =>
      write(`${name}.yaml`, deployment(`example.com/${name}`)),
    );
    assert.ok(first && hostile && last);
    const reader = create(failing((paths) => paths.includes('hostile.yaml'), 'time'));
    assert.deepEqual(imagesOf(await reader.manifests([first, hostile, last])), [
      'example.com/first',
      'example.com/last',
    ]);
    assert.deepEqual(
      problems.map(({ code, diagnosis: { params } }) => [code, params.file, params.reason]),
      [['tooComplex', 'hostile.yaml', 'time']],
    );
    jobs = [];
    await reader.manifests([first, hostile, last]);
    assert.deepEqual(parses(), []);
    assert.equal(problems.length, 1);
    write('hostile.yaml', `# tried again\n${deployment('example.com/hostile')}`);
    await reader.manifests([first, hostile, last]);
    assert.equal(parses().length, 1);
  });

  it('attack: a workspace full of files that hang their reader ends after a few', async () => {
    const files = Array.from({ length: 300 }, (_, index) => write(`${index}.yaml`, deployment(`example.com/${index}`)));
    await create(failing(() => true, 'memory')).manifests(files);
    // those in progress when the fifth failed are reported, too
    assert.ok(parses().length <= 13, String(parses().length));
    assert.equal(problems.length, parses().length + 1);
  });

  it('attack: facts without end are not kept', async () => {
    // each is an image of 100,000 letters, written as an alias: more than 32 MB in total
    const image = `example.com/${'a'.repeat(100_000)}`;
    const files = Array.from({ length: 500 }, (_, index) => ({ path: `${index}.yaml`, file: '', text: `#${index}` }));
    const pods = [{ kind: 'Pod', name: '', images: [image], replaceable: [] }];
    const facts = { path: '', pods, tolerations: [{ key: 'a' }], kustomizations: [], places: false };
    const run = ((name: string) =>
      Promise.resolve(name === 'stamps' ? [] : { ok: true, value: facts })) as unknown as Run;
    const found = await create(run).manifests(files);
    assert.ok(found.tolerations.length < 350, String(found.tolerations.length));
    assert.equal(problems.length, 1);
  });

  it('say so where their disk does not answer', async () => {
    const run = ((name: string) =>
      name === 'stamps' ? Promise.reject(new WorkerError('time', '')) : Promise.reject(new CancelledError())) as Run;
    assert.deepEqual(await create(run).manifests([write('app.yaml', 'a')]), { images: [], tolerations: [], left: 0 });
    assert.equal(problems[0]?.code, 'tooComplex');
  });

  function failing(isHostile: (paths: readonly string[]) => boolean, reason: 'time' | 'memory'): Run {
    return (name, input, options) =>
      name !== 'stamps' && isHostile((input as readonly FileToRead[]).map(({ path }) => path))
        ? Promise.reject(new WorkerError(reason, 'given up'))
        : inThreads(name, input, options);
  }
});
