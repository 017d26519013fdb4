import assert from 'node:assert/strict';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Builder } from '../../../../src/domain/builder/builder.ts';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import { farm } from '../../builders.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { IndexContent } from '../../../../src/domain/image/indexEdit.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';
import { createProgramChecks } from '../../../../src/services/builds/afterPush/programs.ts';
import { createTagsNow } from '../../../../src/services/builds/afterPush/tagsNow.ts';
import { createBuildResults } from '../../../../src/services/builds/results.ts';
import { createBuilds } from '../../../../src/services/builds/run.ts';
import { createDockerfiles } from '../../../../src/services/builds/dockerfiles.ts';
import type { Environment } from '../../../../src/services/environment.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import type { Images } from '../../../../src/services/images/images.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import type { IndexEdits } from '../../../../src/services/images/indexEdits.ts';
import { createBakeFiles } from '../../../../src/services/policy/bakeFiles.ts';
import { createClearance } from '../../../../src/services/policy/clearance.ts';
import type { AccessQuestion, BuildQuestions, LossAnswer } from '../../../../src/services/policy/questions.ts';
import { CancelledError } from '../../../../src/tools/process/errors.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';
import { buildxOf } from '../../../support/buildxOf.ts';

const value = ['pw', 'X7k2', 'mQ9z'].join('');
const inFile = ['pw', 'B8w3', 'kT5v'].join('');
const digestOf = (letter: string) => `sha256:${letter.repeat(64)}`;
const both = ['linux/amd64', 'linux/arm64'];

interface Call {
  readonly args: readonly string[];
  readonly input: string;
}

/** The output of bake, depending on its standard input. */
type Print = (call: Call) => object;

/** The gate and the build behind it, connected as in the extension, with fake programs and a fake registry. */
function world(
  folder: string,
  {
    print = () => ({}),
    tags = {},
    metadata = {},
    env = {},
    fails,
    buildx = '0.29.1',
    after,
    inside,
    builder,
  }: {
    readonly print?: Print;
    readonly tags?: Readonly<Record<string, readonly string[]>>;
    readonly metadata?: object;
    /** The output of buildx if the build fails. */
    readonly fails?: string;
    readonly buildx?: string;
    /** What the tags point to after buildx has run; or the build is canceled then. */
    readonly after?: Readonly<Record<string, readonly string[]>> | 'cancelled';
    /** The start program of every image. */
    readonly inside?: Inside;
    readonly env?: Readonly<Record<string, string>>;
    readonly builder?: Builder;
  },
) {
  const printed: Call[] = [];
  const built: (Call & { readonly env: object })[] = [];
  const asked: AccessQuestion[] = [];
  const consentKeys: string[] = [];
  const edits: Parameters<IndexEdits['apply']>[0][] = [];
  let tagsNow = tags;
  const cancel = new AbortController();
  const environment: Environment = {
    docker: () => Promise.resolve('docker'),
    buildx: () => Promise.resolve(buildxOf(buildx)),
    engine: () => Promise.reject(new Error('not asked')),
  };
  const run: Runner['run'] = ({ args, input = '', parse }) => {
    if (args[1] === 'bake') {
      printed.push({ args, input });
      const stdout = JSON.stringify({ target: print({ args, input }) });
      return Promise.resolve(parse({ stdout, stderr: '', exitCode: 0 }));
    }
    const stdout = JSON.stringify([{ Id: digestOf('e'), Os: 'linux', Architecture: 'amd64' }]);
    return Promise.resolve(parse({ stdout, stderr: '', exitCode: 0 }));
  };
  const runner: Runner = {
    run,
    stream: async ({ args, input = '', env: own = {} }, options) => {
      built.push({ args, input, env: { ...options.env, ...own } });
      if (fails !== undefined) {
        options.onStderr?.(Buffer.from(fails));
        if (after === 'cancelled') {
          cancel.abort();
          throw new CancelledError();
        }
        tagsNow = after ?? tagsNow;
        return 1;
      }
      await writeFile(args[args.indexOf('--metadata-file') + 1] ?? '', JSON.stringify(metadata));
      return 0;
    },
    dispose: () => undefined,
  };
  const images: Pick<Images, 'inspect' | 'isStill' | 'entries'> = {
    inspect: (ref) => {
      const platforms = tagsNow[ref] ?? (ref.includes('@') ? ['linux/amd64'] : undefined);
      const moved = tagsNow === tags ? 'a' : 'f';
      const digest = ref.includes('@') ? ref.slice(ref.indexOf('@') + 1) : digestOf(moved);
      return platforms === undefined
        ? Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound')))
        : Promise.resolve({
            ref,
            digest,
            kind: 'index',
            images: platforms.map((platform) => ({ platform, digest, size: 1, attestations: [] })),
          } as unknown as InspectedImage);
    },
    isStill: () => Promise.resolve(true),
    entries: (ref) => Promise.resolve({ digest: ref, entries: [], annotations: new Map() } as IndexContent),
  };
  const bakeFiles = createBakeFiles(env);
  const former = { add: () => Promise.resolve() };
  const consents = {
    of: (key: string) => {
      consentKeys.push(key);
      return [];
    },
    add: () => Promise.resolve(),
  };
  const nativeOf = () => Promise.resolve('linux/amd64');
  const client = { os: 'linux', architecture: 'amd64' };
  const builders = {
    inUse: () => (builder ? Promise.resolve(builder) : Promise.reject<Builder>(new Error('not known'))),
  };
  const builds = createBuilds({
    runner,
    environment,
    builders: builders as never,
    results: createBuildResults({ runner, environment, images: images as Images }),
    dockerfiles: createDockerfiles(),
    clear: createClearance({
      runner,
      environment,
      images,
      former,
      consents,
      builders,
      nativeOf,
      client,
      bakeFiles,
      env,
    }),
    joining: {
      images,
      indexEdits: {
        apply: (edit) => {
          edits.push(edit);
          return Promise.resolve();
        },
      },
    },
    programs: createProgramChecks({
      insides: () =>
        Promise.resolve({
          read: () => (inside ? Promise.resolve(inside) : Promise.reject(new Error('cannot be read'))),
        }),
      isWanted: () => true,
    }),
    tagsNow: createTagsNow({ images }),
    explain: diagnoseError,
    client,
    now: () => 0,
  });
  return {
    printed,
    built,
    asked,
    consentKeys,
    edits,
    build: async (request: BuildRequest, answers: { access?: boolean; losses?: LossAnswer } = {}) => {
      const plan = planBuild(request, { directory: folder, platforms: ['linux/amd64'] });
      assert.ok(plan.ok, JSON.stringify(plan));
      const shown: string[] = [];
      const told: string[] = [];
      const questions: BuildQuestions = {
        access: (question) => {
          asked.push(question);
          return Promise.resolve(answers.access ?? false);
        },
        losses: () => Promise.resolve(answers.losses),
      };
      const report = await builds.run(
        plan.value,
        {
          command: (argv) => shown.push(...argv),
          started: () => undefined,
          event: () => undefined,
          note: (note) => told.push(JSON.stringify(note)),
        },
        cancel.signal,
        questions,
      );
      return { report, shown: shown.join(' '), told: told.join('\n') };
    },
  };
}

describe('a build that carries secrets, behind the gate of all builds', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'gate-')));
    await writeFile(path.join(folder, 'docker-bake.hcl'), 'target "app" {}');
    await writeFile(path.join(folder, 'ci.hcl'), 'target "app" {}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const secret = { buildArgs: { NPM_TOKEN: value } };
  const loaded = { bakeTargets: ['app'], output: 'load', ...secret } as const;

  it('moves the tag that keeps its platforms to the very image that was built, and tells of no other', async () => {
    const tag = 'r.io/app:1';
    const { build, built, edits } = world(folder, {
      tags: { [tag]: both },
      metadata: { default: { 'containerimage.digest': digestOf('b'), 'image.name': `${tag}-multiarch-part` } },
    });
    const { report } = await build({ tags: [tag], output: 'push', onMissingPlatforms: 'keep', ...secret });
    assert.equal(report.failure, undefined, JSON.stringify(report.failure));
    const { target } = JSON.parse(built[0]?.input ?? '{}') as { target: { default: { tags: string[] } } };
    assert.deepEqual(target.default.tags, [`${tag}-multiarch-part`]);
    assert.deepEqual(
      edits.map((edit) => [edit.expected, 'to' in edit]),
      [[digestOf('a'), true]],
    );
    assert.deepEqual(report.images, [{ reference: tag, digest: digestOf('a') }]);
  });

  it('sends nothing away, shows no secret, and runs what is shown, whatever the file says', async () => {
    const cache = { type: 's3', bucket: 'b', secret_access_key: inFile };
    const print: Print = ({ args }) => ({
      app: {
        context: '.',
        tags: ['r.io/app:1'],
        output: args.includes('*.output=type=docker') ? [{ type: 'docker' }] : [{ type: 'registry' }],
        'cache-to': args.includes('*.cache-to=') ? [] : [cache],
        'cache-from': [cache],
      },
    });
    const metadata = { app: { 'containerimage.digest': digestOf('b'), 'image.name': 'r.io/app:1' } };
    const { build, built, printed, edits } = world(folder, { print, metadata, tags: { 'r.io/app:1': both } });
    const { report, shown, told } = await build({ ...loaded, onMissingPlatforms: 'keep' });
    assert.equal(report.failure, undefined, JSON.stringify(report.failure));
    const [run] = built;
    const all = ['--file docker-bake.hcl', '--set *.cache-to=', '--set *.output=type=docker'];
    for (const words of all) {
      assert.ok(run?.args.join(' ').includes(words) && shown.includes(words), `${words}: ${shown}`);
    }
    assert.ok(!/--push|--load/.test(run?.args.join(' ') ?? ''));
    assert.ok(run?.args.join(' ').includes('--file docker-bake.hcl --file - --set'));
    assert.deepEqual(JSON.parse(run?.input ?? ''), { target: { app: { args: { NPM_TOKEN: value } } } });
    assert.deepEqual(run?.env, { NO_COLOR: '1', BUILDX_METADATA_PROVENANCE: 'disabled' });
    assert.deepEqual([report.images, edits], [[{ reference: 'r.io/app:1', digest: digestOf('b') }], []]);
    const open = JSON.stringify([report, shown, told, printed.map(({ args }) => args), run.args]);
    assert.ok(!open.includes(value) && !open.includes(inFile), open);
  });

  it('attack: a bake file reaches out only where it sees a secret, which the gate does not show it', async () => {
    const print: Print = ({ input }) => ({ app: { contexts: { more: input.includes('NPM_TOKEN') ? '/etc' : '.' } } });
    const { build, built, asked, printed } = world(folder, { print });
    const { report } = await build(loaded);
    assert.deepEqual(
      [report.failure?.code, asked.map(({ access }) => access.map((one) => one.value)), built],
      ['cancelled', [['/etc']], []],
    );
    assert.ok(!JSON.stringify(printed.map(({ args }) => args)).includes(value));
  });

  it('attack: targets that only a secret makes get it, though nobody looked at them', async () => {
    const print: Print = ({ input }) => ({ app: {}, ...(input !== '' && { more: {} }) });
    const { build, built } = world(folder, { print });
    await build(loaded);
    assert.deepEqual(Object.keys((JSON.parse(built[0]?.input ?? '{}') as { target: object }).target), ['app']);
  });

  it('attack: a secret makes bake read files that nobody looked at', async () => {
    for (const [request, env, files] of [
      [{}, {}, ['docker-bake.hcl']],
      [{ extraArgs: ['--file', 'ci.hcl'] }, {}, ['ci.hcl']],
      [{ bakeFiles: ['docker-bake.hcl'], extraArgs: ['-fci.hcl'] }, {}, ['docker-bake.hcl', 'ci.hcl']],
      [{}, { BUILDX_BAKE_FILE: 'ci.hcl' }, ['ci.hcl']],
      [{}, { BUILDX_BAKE_FILE: 'ci.hcl,', BUILDX_BAKE_PATH_SEPARATOR: ',' }, ['ci.hcl']],
    ] as const) {
      const { build, built, printed } = world(folder, { print: () => ({ app: {} }), env });
      const { shown } = await build({ ...loaded, ...request });
      const filesIn = (args: readonly string[]) =>
        args.flatMap((word, at) => (word === '--file' ? [args[at + 1]] : word.startsWith('-f') ? [word.slice(2)] : []));
      assert.deepEqual(filesIn(built[0]?.args ?? []), [...files, '-'], 'secrets go before nothing else');
      assert.deepEqual(
        printed.map(({ args }) => filesIn(args)),
        [files, [...files, '-']],
      );
      assert.deepEqual(filesIn(shown.split(' ')), files);
    }
  });
});

describe('the result of a bake build', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'result-')));
    await writeFile(path.join(folder, 'docker-bake.hcl'), 'target "app" {}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const image = [{ type: 'image', push: 'true' }];
  const app = { tags: ['r.io/app:1'], platforms: ['linux/amd64'], output: image };
  const push: BuildRequest = { bakeTargets: ['app'], output: 'push', onMissingPlatforms: 'replace' };
  const written = (letter: string, name?: string) => ({
    'containerimage.digest': digestOf(letter),
    ...(name !== undefined && { 'image.name': name }),
  });

  it('is that of the targets that were asked for, and not of those that they are made of', async () => {
    const print: Print = () => ({ app: { ...app, contexts: { base: 'target:base' } }, base: {} });
    // the name of an unnamed image in 0.13.1
    const metadata = { app: written('b', 'r.io/app:1'), base: written('c', 'moby-dangling@sha256:1') };
    const { report } = await world(folder, { print, metadata }).build(push);
    assert.deepEqual([report.failure, report.verified], [undefined, true]);
    assert.deepEqual(report.images, [{ reference: 'r.io/app:1', digest: digestOf('b') }]);
  });

  it('is named by its digest alone where it was pushed by digest', async () => {
    const { build, built } = world(folder, {
      tags: { 'r.io/app:latest': both },
      metadata: written('b', 'r.io/app'),
      builder: farm('linux/amd64'),
    });
    const { report } = await build({ tags: ['r.io/app'], pushByDigest: true });
    const reference = `r.io/app@${digestOf('b')}`;
    assert.deepEqual([report.failure, report.verified, report.reference], [undefined, true, reference]);
    assert.deepEqual(report.images, [{ reference, digest: digestOf('b') }]);
    assert.ok(!built[0]?.args.includes('--push'));
  });

  it('has no image where a target of the group is written to a folder', async () => {
    const print: Print = () => ({ app, files: { output: [{ type: 'local', dest: 'out' }] } });
    const metadata = { app: written('b', 'r.io/app:1'), files: {} };
    const { report } = await world(folder, { print, metadata }).build({ ...push, bakeTargets: ['default'] });
    assert.deepEqual([report.failure, report.images.length], [undefined, 1]);
  });

  it('is a failure in the Dockerfile of the target that failed, and in no file where that stands in the definition', async () => {
    const fails = [
      'Dockerfile:2',
      '--------------------',
      '   1 |     FROM scratch',
      '   2 | >>> COPY nothing /f',
      '--------------------',
      'ERROR: target b: failed to solve: failed to compute cache key: "/nothing": not found',
      '',
    ].join('\n');
    const failed = async (b: object) => {
      const print: Print = () => ({ a: { ...app, context: 'a' }, b: { ...app, ...b } });
      const { report } = await world(folder, { print, fails }).build({
        ...push,
        context: 'ci',
        bakeTargets: ['default'],
      });
      return report.failure;
    };
    const failure = await failed({ context: 'b' });
    assert.deepEqual(failure?.location, { file: path.join('b', 'Dockerfile'), line: 2 });
    assert.deepEqual(
      failure.remedies.find(({ id }) => id === 'openFile'),
      { id: 'openFile', file: path.join('ci', 'b', 'Dockerfile'), line: 2 },
    );
    const inline = await failed({ context: 'a', 'dockerfile-inline': 'FROM scratch' });
    assert.deepEqual([inline?.location, inline?.remedies.some(({ id }) => id === 'openFile')], [undefined, false]);
  });

  it('says that buildx is too old, before the build and at its end, also where it is not begun', async () => {
    const metadata = { app: written('b', 'r.io/app:1') };
    const old = world(folder, { print: () => ({ app }), metadata, buildx: '0.9.1' });
    const { report, told } = await old.build(push);
    assert.deepEqual([report.ok, report.oldBuildx?.version], [true, '0.9.1']);
    assert.match(told, /^{"kind":"oldBuildx","old":{"version":"0\.9\.1"/);
    const refused = world(folder, {
      print: () => {
        throw new Error('no');
      },
      buildx: '0.12.1',
    });
    assert.equal((await refused.build(push)).report.oldBuildx?.version, '0.12.1');
    const kept = world(folder, { tags: { 'r.io/app:1': both }, buildx: '0.9.1' });
    const asked = [{ output: 'oci' }, { tags: ['r.io/app:1'], output: 'push', onMissingPlatforms: 'keep' }] as const;
    for (const request of asked) {
      assert.equal((await kept.build(request)).report.failure?.code, 'buildxTooOld');
    }
    assert.deepEqual(kept.built, []);
    const oldest = await world(folder, { print: () => ({ app }), metadata, buildx: '0.13.0' }).build(push);
    assert.deepEqual([oldest.report.oldBuildx, oldest.told], [undefined, '']);
  });

  it('lacks no platform that is called local', async () => {
    const print: Print = () => ({ app: { ...app, platforms: ['local'] } });
    const metadata = { app: written('b', 'r.io/app:1') };
    const { report } = await world(folder, { print, metadata }).build(push);
    assert.deepEqual([report.failure, report.missing], [undefined, []]);
  });
});

describe('the result of a push', () => {
  const tag = 'r.io/app:1';
  const request: BuildRequest = { tags: [tag], platforms: both, output: 'push', onMissingPlatforms: 'replace' };
  const exporting = {
    vertexes: [{ digest: 'sha256:1', name: 'exporting to image', started: '2026-11-20T12:00:00Z' }],
  };
  const failsPushing = `${JSON.stringify(exporting)}\nERROR: failed to push ${tag}: connection reset by peer\n`;
  const program = { program: '/app', format: 'elf', architecture: 'amd64' } as const;

  it('attack: an image says that it is for a platform, and starts programs of another one', async () => {
    const metadata = { 'containerimage.digest': digestOf('b'), 'image.name': tag };
    const tags = { [`r.io/app@${digestOf('b')}`]: both };
    const inside: Inside = { state: 'found', programs: [program] };
    const { report } = await world('/ws', { metadata, tags, inside }).build(request);
    assert.deepEqual([report.ok, report.verified], [true, false]);
    assert.deepEqual(report.mislabelled, [{ platform: 'linux/arm64', ...program }]);
    assert.deepEqual(
      report.platforms.map((row) => row.inside),
      [inside, inside],
    );
  });

  it('is verified if the image cannot be inspected', async () => {
    const metadata = { 'containerimage.digest': digestOf('b'), 'image.name': tag };
    const tags = { [`r.io/app@${digestOf('b')}`]: both };
    const { report } = await world('/ws', { metadata, tags }).build(request);
    assert.deepEqual([report.ok, report.verified, report.mislabelled], [true, true, undefined]);
  });

  it('is what the tag names now where the push failed, with the former digest to be restored', async () => {
    const after = { [tag]: ['linux/amd64'] };
    const { report } = await world('/ws', { tags: { [tag]: both }, fails: failsPushing, after }).build(request);
    assert.deepEqual(report.tags, [
      {
        tag,
        state: 'partial',
        digest: digestOf('f'),
        kind: 'index',
        platforms: ['linux/amd64'],
        missing: ['linux/arm64'],
        former: digestOf('a'),
      },
    ]);
    assert.deepEqual(report.failure?.remedies[0], { id: 'restoreTags', tags: [{ tag, digest: digestOf('a') }] });
  });

  it('is told of a push that was cancelled, and not of a build that had sent nothing', async () => {
    const tags = { [tag]: both };
    const pushed = await world('/ws', { tags, fails: failsPushing, after: 'cancelled' }).build(request);
    assert.deepEqual(
      [pushed.report.failure?.code, pushed.report.tags],
      ['cancelled', [{ tag, state: 'unchanged', digest: digestOf('a') }]],
    );
    const building = await world('/ws', { tags, fails: '{}\n', after: 'cancelled' }).build(request);
    assert.deepEqual([building.report.failure?.code, building.report.tags], ['cancelled', undefined]);
  });
});

describe('the gate of all builds, attacked', () => {
  let folder: string;
  before(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'gate-')));
    await writeFile(path.join(folder, 'docker-bake.hcl'), 'target "app" {}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('attack: an added argument turns the reading of a bake file into a build', async () => {
    for (const extraArgs of [['--print=false'], ['--no-cache', '--print=0', '--print']]) {
      const { build, printed } = world(folder, { print: () => ({ app: {} }) });
      await build({ bakeTargets: ['app'], output: 'cache', extraArgs });
      const [{ args } = { args: [] }] = printed;
      assert.deepEqual(
        args.filter((word) => word.includes('print')),
        ['--print'],
      );
    }
  });

  it('attack: what was allowed to a file of the environment holds when that file was changed', async () => {
    const env = { BUILDX_BAKE_FILE: 'ci.hcl' };
    const print: Print = () => ({ app: { ssh: ['default'] } });
    const keys: string[] = [];
    for (const text of ['one', 'two']) {
      await writeFile(path.join(folder, 'ci.hcl'), text);
      const { build, consentKeys, asked } = world(folder, { print, env });
      await build({ bakeTargets: ['app'], output: 'cache' });
      keys.push(...consentKeys);
      assert.deepEqual(asked[0]?.files, [path.join(folder, 'ci.hcl')]);
    }
    assert.equal(new Set(keys).size, 2);
  });

  it('attack: another tag makes the overrides of one target hold for those that it is made of', async () => {
    const app = { platforms: ['linux/amd64'], output: [{ type: 'registry' }] };
    const tagsIn = (args: readonly string[]) =>
      args.flatMap((word) => (word.startsWith('app.tags=') ? [word.slice('app.tags='.length)] : []));
    const { build, built } = world(folder, {
      print: ({ args }) => ({ app: { ...app, tags: tagsIn(args) }, base: {} }),
      tags: { 'r.io/app:1': both },
      metadata: { app: { 'containerimage.digest': digestOf('b'), 'image.name': 'r.io/app:2' } },
    });
    const request = { bakeTargets: ['app'], tags: ['r.io/app:1'], platforms: ['linux/amd64'], output: 'push' } as const;
    const { report, shown } = await build(
      { ...request, ...{ buildArgs: { NPM_TOKEN: value, A: 'b' } } },
      {
        losses: { tag: 'r.io/app:2' },
      },
    );
    assert.deepEqual([report.failure, report.reference], [undefined, 'r.io/app:2']);
    const line = built[0]?.args.join(' ') ?? '';
    for (const words of ['--set app.platform=linux/amd64', '--set app.tags=r.io/app:2', '--set app.args.A=b']) {
      assert.ok(line.includes(words) && shown.includes(words), line);
    }
    assert.ok(!line.includes('*.') && !line.includes('r.io/app:1'), line);
    const { target } = JSON.parse(built[0]?.input ?? '{}') as { target: object };
    assert.deepEqual(Object.keys(target), ['app']);
  });
});
