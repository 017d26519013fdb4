import assert from 'node:assert/strict';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { isDiagnosedError, DiagnosedError, type DiagnosisCode } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import type { BuildNote } from '../../../../src/services/builds/follow.ts';
import { createClearance } from '../../../../src/services/policy/clearance.ts';
import type { BuildQuestions } from '../../../../src/services/policy/questions.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';
import { CommandError, isCancelled } from '../../../../src/tools/process/errors.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const bake: BuildRequest = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], output: 'push' };
const output = [{ type: 'image', push: 'true' }];
const isCode = (code: DiagnosisCode) => (error: unknown) => isDiagnosedError(error) && error.code === code;

/** @param prints what bake prints, one text after the other; an error is its failure */
function world(prints: readonly (object | Error)[], tagged: readonly string[] = []) {
  const ran: (readonly string[])[] = [];
  const notes: BuildNote[] = [];
  const lines: string[] = [];
  const run: Runner['run'] = ({ args, parse }) => {
    const print = prints[ran.length];
    ran.push(args);
    return print instanceof Error
      ? Promise.reject(print)
      : Promise.resolve(parse({ stdout: JSON.stringify({ target: print }), stderr: '', exitCode: 0 }));
  };
  const clear = createClearance({
    runner: { run },
    environment: {
      docker: () => Promise.resolve('docker'),
      buildx: () => Promise.resolve({ text: '0.38.2', major: 0, minor: 38 }),
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
    nativeOf: () => Promise.resolve('linux/amd64'),
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
    notes,
    lines,
    clear: (request: BuildRequest, questions?: BuildQuestions, signal = new AbortController().signal) => {
      const plan = planBuild(request, { directory: '/workspace', platforms: ['linux/amd64'] });
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
