import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { isDiagnosedError, DiagnosedError, type DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import type { BuildNote } from '../../../../src/services/builds/follow.ts';
import { createClearance } from '../../../../src/services/policy/clearance.ts';
import type { BuildQuestions } from '../../../../src/services/policy/questions.ts';
import { buildCommand } from '../../../../src/tools/buildx/build.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';
import { CommandError, isCancelled } from '../../../../src/tools/process/errors.ts';
import { farm } from '../../builders.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const bake: BuildRequest = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'push' };
const output = [{ type: 'image', push: 'true' }];
const isCode = (code: DiagnosisCode) => (error: unknown) => isDiagnosedError(error) && error.code === code;

/** @param prints the outputs of bake in order; an error is its failure */
function world(
  prints: readonly (object | Error)[],
  tagged: readonly string[] = [],
  { directory = '/workspace', minor = 38, builder = farm('linux/amd64') } = {},
) {
  const ran: (readonly string[])[] = [];
  const notes: BuildNote[] = [];
  const lines: string[] = [];
  const envs: unknown[] = [];
  const run: Runner['run'] = ({ args, env, parse }) => {
    const print = prints[ran.length];
    ran.push(args);
    envs.push(env);
    return print instanceof Error
      ? Promise.reject(print)
      : Promise.resolve(parse({ stdout: JSON.stringify({ target: print }), stderr: '', exitCode: 0 }));
  };
  const clear = createClearance({
    runner: { run },
    environment: {
      docker: () => Promise.resolve('docker'),
      buildx: () => Promise.resolve({ text: `0.${minor}.2`, major: 0, minor }),
    },
    images: {
      inspect: (ref) =>
        tagged.includes(ref)
          ? Promise.resolve({
              ref,
              digest,
              images: ['linux/amd64', 'linux/arm64'].map((platform) => ({ platform, digest, attestations: [] })),
            } as unknown as InspectedImage)
          : Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound'))),
      isStill: () => Promise.resolve(true),
    },
    former: { add: () => Promise.resolve() },
    consents: { of: () => [], add: () => Promise.resolve() },
    builders: { inUse: () => Promise.resolve(builder) },
    nativeOf: () => Promise.resolve('linux/amd64'),
    client: { os: 'linux', architecture: 'amd64' },
    bakeFiles: ({ bakeFiles }) => Promise.resolve(bakeFiles),
    env: {},
  });
  const listener = {
    command: () => undefined,
    started: () => undefined,
    event: (event: { kind: string; line?: string }) => lines.push(event.line ?? ''),
    note: (note: BuildNote) => notes.push(note),
  };
  return {
    ran,
    envs,
    notes,
    lines,
    clear: (request: BuildRequest, questions?: BuildQuestions, signal = new AbortController().signal) => {
      const plan = planBuild(request, { directory, platforms: ['linux/amd64'] });
      assert.ok(plan.ok);
      return clear(plan.value, listener, questions, signal);
    },
  };
}

describe('the gate of all builds', () => {
  it('reads a bake file with the very overrides of the build', async () => {
    const { clear, ran } = world([{ app: { tags: ['r.io/app:1'], output } }]);
    await clear({ ...bake, tags: ['r.io/app:1'], extraArgs: ['--set', '*.args.A=b'] });
    assert.equal(
      ran[0]?.join(' '),
      'buildx bake --print --file docker-bake.hcl --set app.tags=r.io/app:1 --push --set *.args.A=b -- app',
    );
  });

  describe('a name', () => {
    const refused = new CommandError(
      { file: 'docker', args: [] },
      { exitCode: 1, stderr: 'ERROR: could not find any target' },
    );
    const app = { app: { tags: ['r.io/app:1'], output } };
    const setsIn = (args: readonly string[] = []) => args.filter((word) => word.includes('tags='));

    it('goes to the one target of a group or a matrix, and to none that it is made of', async () => {
      const linked = { ...app, app: { ...app.app, contexts: { base: 'target:base' } }, base: {} };
      for (const [target, prints] of [
        ['default', [linked, linked]],
        ['group', [refused, linked, linked]],
        ['app', [linked, linked]],
      ] as const) {
        const { clear, ran } = world(prints);
        const { plan } = await clear({
          ...bake,
          bakeTargets: [target],
          tags: ['r.io/app:1'],
          platforms: ['linux/arm64'],
        });
        assert.deepEqual(plan.members, target === 'app' ? undefined : ['app']);
        assert.deepEqual(setsIn(ran.at(-1)), ['app.tags=r.io/app:1']);
        const { args } = buildCommand('docker', plan);
        assert.deepEqual(setsIn(args), ['app.tags=r.io/app:1']);
        // an image based on one for another platform would contain that platform's programs
        assert.deepEqual(
          args.filter((word) => word.includes('platform=')),
          ['app.platform=linux/arm64', 'base.platform=linux/arm64'],
        );
      }
    });

    it('is for no several images', async () => {
      for (const request of [{ bakeTargets: ['default'] }, { bakeTargets: ['app', 'b'] }, { bakeTargets: [] }]) {
        const { clear } = world([{ ...app, b: {} }]);
        await assert.rejects(clear({ ...bake, ...request, tags: ['r.io/app:1'] }), isCode('severalImages'));
      }
    });

    it('is given to a single target without asking twice', async () => {
      const { clear, ran } = world([app]);
      await clear({ ...bake, tags: ['r.io/app:1'] });
      assert.equal(ran.length, 1);
    });
  });

  describe('a bake file in ci/', () => {
    let folder: string;
    before(async () => {
      folder = await realpath(await mkdtemp(path.join(tmpdir(), 'top-')));
      await mkdir(path.join(folder, 'app'));
      await mkdir(path.join(folder, 'ci'));
    });
    after(() => rm(folder, { recursive: true, force: true }));
    const request: BuildRequest = {
      context: 'ci',
      bakeFiles: ['ci/docker-bake.hcl'],
      bakeTargets: ['app'],
      output: 'push',
    };
    const at = (context: string) => ({ app: { context, tags: ['r.io/app:1'], output } });

    it('runs at the top when it is written for that, which is told', async () => {
      const { clear, notes, ran } = world([at('app'), at('app')], [], { directory: folder });
      const { plan } = await clear(request);
      assert.deepEqual([plan.directory, plan.bakeFiles], [folder, [path.join('ci', 'docker-bake.hcl')]]);
      assert.deepEqual([notes, ran.length], [[{ kind: 'atTop', folder: 'ci' }], 2]);
    });

    it('runs where it was asked for when its folders are there, or nowhere, or other paths count from there', async () => {
      for (const [target, more] of [
        [at('../app'), {}],
        [at('nowhere'), {}],
        [at('app'), { extraArgs: ['--set', '*.args.A=b'] }],
        [at('app'), { secrets: ['id=x,src=secret'] }],
      ] as const) {
        const { clear, notes } = world([target, target], [], { directory: folder });
        const { plan } = await clear({ ...request, ...more });
        assert.deepEqual([plan.directory, notes], [path.join(folder, 'ci'), []]);
      }
    });
  });

  it('asks nothing of a build of one Dockerfile that is not pushed', async () => {
    const { clear, ran, notes } = world([]);
    const { plan } = await clear({ output: 'cache', cacheTo: ['type=gha'] });
    assert.deepEqual([ran, plan.cacheTo], [[], []]);
    assert.deepEqual(notes, [{ kind: 'notSent', left: ['--cache-to type=gha'] }]);
  });

  it('attack: a bake file sends something away, whatever the command line replaces', async () => {
    for (const target of [{ output }, { 'cache-to': ['r.io/app:cache'] }, { output: ['type=unheard-of'] }]) {
      const { clear } = world([{ app: target }]);
      await assert.rejects(clear({ ...bake, output: 'cache' }), isCode('pushNotWanted'));
    }
  });

  it('attack: a build starts though its files could not be read before', async () => {
    const stderr = '#1 [internal] load\nERROR: failed to find target app\n';
    const { clear, lines } = world([new CommandError({ file: 'docker', args: [] }, { exitCode: 1, stderr })]);
    await assert.rejects(clear(bake), isCode('bakeInvalid'));
    assert.deepEqual(lines, ['ERROR: failed to find target app']);
  });

  it('attack: an added argument pushes the tag that is to be built aside', async () => {
    const tag = 'r.io/app:1';
    const target = (tags: readonly string[]) => ({ app: { tags, platforms: ['linux/amd64'], output } });
    const aside = target([`${tag}-multiarch-part`]);
    const request: BuildRequest = { ...bake, onMissingPlatforms: 'keep' };
    const { kept, plan } = await world([target([tag]), aside], [tag]).clear(request);
    assert.deepEqual([kept.length, plan.tagsByTarget], [1, { app: [`${tag}-multiarch-part`] }]);
    const both = target([`${tag}-multiarch-part`, tag]);
    await assert.rejects(world([target([tag]), both], [tag]).clear(request), isCode('bakeNamesImage'));
  });

  it('attack: a target is called like what every object has', async () => {
    const tag = 'r.io/app:1';
    const named = { output: [{ type: 'image', push: 'true', name: 'r.io/other:1' }] };
    const targets = (tags: readonly string[]) => ({
      app: { tags, platforms: ['linux/amd64'], output },
      constructor: named,
    });
    const { clear } = world([targets([tag]), targets([`${tag}-multiarch-part`])], [tag]);
    assert.equal((await clear({ ...bake, onMissingPlatforms: 'keep' })).kept.length, 1);
  });

  it('refuses what the buildx of this machine would not do, and names the version that does', async () => {
    const annotated = { ...bake, annotations: ['a=b'] };
    const old = world([], [], { minor: 21 });
    await assert.rejects(old.clear(annotated), (error: unknown) => {
      assert.ok(isDiagnosedError(error));
      const { code, params } = error.diagnosis;
      assert.deepEqual([code, params], ['buildxTooOld', { found: '0.21.2', property: 'annotations', wanted: '0.22' }]);
      return true;
    });
    assert.deepEqual(old.ran, []);
    await world([{ app: { output } }], [], { minor: 22 }).clear(annotated);
    const build = { output: 'cache', provenance: 'true', sbom: 'true', attest: ['type=x'] } as const;
    await assert.rejects(world([], [], { minor: 9 }).clear(build), isCode('buildxTooOld'));
    await world([], [], { minor: 13 }).clear({ ...build, annotations: ['a=b'] });
    await world([], [], { minor: 9 }).clear({ output: 'cache', labels: { a: 'b' }, ssh: ['default'] });
  });

  it('lets a push by digest alone name what it pushes', async () => {
    const push = { tags: ['r.io/app'], pushByDigest: true };
    // `latest` is not changed
    const { clear } = world([], ['r.io/app:latest']);
    assert.deepEqual((await clear({ ...push, platforms: ['linux/amd64'] })).kept, []);
    const several = world([], [], { builder: farm('linux/amd64', 'linux/arm64') });
    await assert.rejects(several.clear(push), isCode('invalidRequest'));
  });

  it('does not ask for the SSH agent that the task itself names, and passes it to buildx', async () => {
    const directory = import.meta.dirname;
    const { clear } = world([{ app: { ssh: ['default'], output } }], [], { directory });
    assert.deepEqual((await clear({ ...bake, ssh: ['default'] })).plan.granted, ['ssh']);
    const key = `key=${path.dirname(directory)}`;
    const other = world([{ app: { ssh: ['default', key], output } }], [], { directory });
    await assert.rejects(other.clear({ ...bake, ssh: ['default'] }), isCode('bakeAccessDenied'));
    const named = world([{ app: { ssh: [key], output } }], [], { directory });
    assert.equal((await named.clear({ ...bake, ssh: [key] })).plan.granted, undefined);
  });

  it('gives bake its variables when it is asked as when it builds', async () => {
    const { clear, envs } = world([{ app: { output } }]);
    await clear({ ...bake, bakeVariables: { TAG: '1' } });
    assert.deepEqual(envs, [{ TAG: '1' }]);
  });

  it('attack: a question that nobody answers keeps a cancelled build for ever', async () => {
    const forever = () => new Promise<never>(() => undefined);
    const abort = new AbortController();
    const { clear } = world([{ app: { ssh: ['default'], output } }]);
    const asked = clear(
      bake,
      {
        access: () => {
          abort.abort();
          return forever();
        },
        losses: forever,
      },
      abort.signal,
    );
    await assert.rejects(asked, isCancelled);
  });
});
