import assert from 'node:assert/strict';
import path from 'node:path';
import { planBuild } from '../../../../src/domain/build/planBuild.ts';
import type { BuildPlan } from '../../../../src/domain/build/plan.ts';
import type { BuildRequest } from '../../../../src/domain/build/request.ts';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { buildCommand } from '../../../../src/tools/buildx/build.ts';
import { bakeDefinition } from '../../../../src/tools/buildx/bakeDefinition.ts';
import type { BuildNote } from '../../../../src/services/builds/follow.ts';
import { createPushGuard } from '../../../../src/services/policy/pushGuard.ts';
import type { BuildQuestions, LossAnswer, LossQuestion } from '../../../../src/services/policy/questions.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const both = ['linux/amd64', 'linux/arm64'];

interface Tag {
  digest: string;
  platforms: readonly string[];
}

/** A registry of tags, with the recorded digests and questions. */
function world(tags: Record<string, Tag | DiagnosedError>, native: string | false = 'linux/amd64') {
  const noted: string[] = [];
  const notes: BuildNote[] = [];
  const asked: LossQuestion[] = [];
  const find = (ref: string): Promise<Tag> => {
    const tag = tags[ref] ?? new DiagnosedError(diagnosisOf('imageNotFound'));
    return tag instanceof DiagnosedError ? Promise.reject(tag) : Promise.resolve(tag);
  };
  const guard = createPushGuard({
    images: {
      inspect: async (ref) => {
        const { digest: own, platforms } = await find(ref);
        const images = platforms.map((platform) => ({ platform, digest: own, attestations: [] }));
        return { ref, digest: own, mediaType: '', kind: 'index', images, other: [] } as unknown as InspectedImage;
      },
      isStill: async (ref, own) => (await find(ref)).digest === own,
    },
    former: {
      add: (id, own) => {
        noted.push(`${id} ${own.slice(7, 8)}`);
        return Promise.resolve();
      },
    },
    nativeOf: () => Promise.resolve(native === false ? undefined : native),
    client: { os: 'linux', architecture: 'amd64' },
  });
  const listener = {
    command: () => undefined,
    started: () => undefined,
    event: () => undefined,
    note: (note: BuildNote) => notes.push(note),
  };
  const answering = (answers: (LossAnswer | undefined)[], then: () => void = () => undefined): BuildQuestions => ({
    access: () => Promise.resolve(false),
    losses: (question) => {
      asked.push(question);
      then();
      return Promise.resolve(answers.shift());
    },
  });
  const run = (request: BuildRequest, questions?: BuildQuestions, targets?: object) => {
    const plan = planOf(request);
    const definition =
      targets &&
      bakeDefinition('docker', plan).parse({ stdout: JSON.stringify({ target: targets }), stderr: '', exitCode: 0 });
    return guard(plan, definition, listener, questions, new AbortController().signal);
  };
  return { run, noted, notes, asked, answering };
}

function planOf(request: BuildRequest): BuildPlan {
  const plan = planBuild(request, { directory: path.resolve('/workspace'), platforms: both });
  assert.ok(plan.ok, JSON.stringify(plan));
  return request.platforms?.length === 0 ? { ...plan.value, platforms: [] } : plan.value;
}

const line = (plan: BuildPlan) => buildCommand('docker', plan).args.join(' ');
const one: BuildRequest = { tags: ['r.io/app:1'], platforms: ['linux/amd64'], output: 'push' };
const fails = (reason: string) => (error: unknown) =>
  error instanceof DiagnosedError && error.code === 'platformsLost' && error.diagnosis.params.reason === reason;

describe('a push over a tag', () => {
  it('notes what it named, before anything is pushed', async () => {
    const { run, noted } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    const { plan, kept } = await run({ ...one, platforms: both });
    assert.deepEqual([noted, kept, plan.tags], [['r.io/app:1 a'], [], ['r.io/app:1']]);
  });

  it('that is not there yet needs no question', async () => {
    const { run, noted, notes, asked } = world({});
    await run(one);
    assert.deepEqual([noted, notes, asked], [[], [], []]);
  });

  it('that cannot be read is told of, and goes on', async () => {
    const { run, noted, notes } = world({ 'r.io/app:1': new DiagnosedError(diagnosisOf('registryLoginRequired')) });
    await run(one);
    assert.deepEqual(noted, []);
    assert.deepEqual(
      notes.map((note) => note.kind === 'unread' && `${note.tag} ${note.diagnosis.code}`),
      ['r.io/app:1 registryLoginRequired'],
    );
  });

  it('tells which tags are pushed, for which platforms, and what they named', async () => {
    const tags = {
      'r.io/app:1': { digest: digest('a'), platforms: ['linux/amd64'] },
      'r.io/app:3': new DiagnosedError(diagnosisOf('registryLoginRequired')),
    };
    const names = ['r.io/app:1', 'r.io/app:2', 'r.io/app:3'];
    const { tags: pushed } = await world(tags).run({ ...one, tags: names });
    const before = { tag: 'r.io/app:1', digest: digest('a'), platforms: ['linux/amd64'] };
    const coming = ['linux/amd64'];
    assert.deepEqual(pushed, [
      { tag: 'r.io/app:1', coming, before },
      { tag: 'r.io/app:2', coming, before: 'absent' },
      { tag: 'r.io/app:3', coming, before: 'unread' },
    ]);
    const app = { tags: ['r.io/app:2'], output: [{ type: 'registry' }] };
    const request: BuildRequest = { bakeTargets: ['app'], platforms: [], output: 'push' };
    assert.deepEqual((await world(tags).run(request, undefined, { app })).tags, [
      { tag: 'r.io/app:2', coming: [], before: 'absent' },
    ]);
  });

  it('attack: a push takes a platform from a tag without a question', async () => {
    const { run, noted, asked, answering } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    await assert.rejects(run(one, answering([undefined])), isCancelled);
    assert.deepEqual(
      asked.map(({ losses }) => losses.map(({ tag, lost }) => [tag, lost])),
      [[['r.io/app:1', ['linux/arm64']]]],
    );
    assert.deepEqual(noted, []);
  });

  it('attack: a push that nobody can be asked about takes a platform from a tag', async () => {
    const { run } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    await assert.rejects(run(one), fails('ask'));
    await assert.rejects(run({ ...one, onMissingPlatforms: 'fail' }), fails('fail'));
  });

  it('is asked about when a person waits for it by then, and not before', async () => {
    const { run, answering } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    let isAttended = false;
    const questions = { ...answering(['replace']), isAttended: () => isAttended };
    await assert.rejects(run(one, questions), fails('ask'));
    isAttended = true;
    await run(one, questions);
  });

  it('attack: a tag of one platform is replaced by another one', async () => {
    const { run } = world({ 'r.io/app:1': { digest: digest('a'), platforms: ['linux/arm64'] } });
    await assert.rejects(run(one), fails('ask'));
  });

  it('attack: a build without platforms replaces those of a tag by that of the builder', async () => {
    const { run } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    await assert.rejects(run({ ...one, platforms: [] }), fails('ask'));
    const unknown = world({ 'r.io/app:1': { digest: digest('a'), platforms: ['linux/amd64'] } }, false);
    await assert.rejects(unknown.run({ ...one, platforms: [] }), fails('ask'));
    const same = world({ 'r.io/app:1': { digest: digest('a'), platforms: ['linux/amd64'] } });
    await same.run({ ...one, platforms: [] });
  });

  it('attack: a bake file for “local” replaces the platform of the builder by that of this machine', async () => {
    const targets = {
      app: { tags: ['r.io/app:1'], platforms: ['local'], output: [{ type: 'image', push: 'true' }] },
    };
    const bake: BuildRequest = { bakeTargets: ['app'], output: 'push' };
    const other = world({ 'r.io/app:1': { digest: digest('a'), platforms: ['linux/arm64'] } }, 'linux/arm64');
    await assert.rejects(other.run(bake, undefined, targets), fails('ask'));
    const same = world({ 'r.io/app:1': { digest: digest('a'), platforms: ['linux/amd64'] } }, 'linux/arm64');
    await same.run(bake, undefined, targets);
  });

  it('replaces where that is said, and notes what was there', async () => {
    const { run, noted, asked, answering } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    await run({ ...one, onMissingPlatforms: 'replace' });
    const { plan } = await run(one, answering(['replace']));
    assert.deepEqual([noted, asked.length, plan.tags], [['r.io/app:1 a', 'r.io/app:1 a'], 1, ['r.io/app:1']]);
  });

  it('keeps what is there by building aside, without the tag in the command', async () => {
    const { run, noted, answering } = world({ 'r.io/app:1': { digest: digest('a'), platforms: both } });
    for (const questions of [undefined, answering(['keep'])]) {
      const request: BuildRequest = questions ? one : { ...one, onMissingPlatforms: 'keep' };
      const { plan, asked, kept } = await run({ ...request, tags: ['r.io/app:1', 'r.io/app:new'] }, questions);
      assert.deepEqual(plan.tags, ['r.io/app:1-multiarch-part', 'r.io/app:new']);
      assert.deepEqual(asked.tags, ['r.io/app:1', 'r.io/app:new']);
      assert.deepEqual(
        kept.map(({ tag, digest: shown }) => [tag, shown]),
        [['r.io/app:1', digest('a')]],
      );
    }
    assert.deepEqual(noted, [], 'the tag is noted when it is moved');
  });

  it('goes to another tag, which is looked at as well', async () => {
    const { run, noted, asked, answering } = world({
      'r.io/app:1': { digest: digest('a'), platforms: both },
      'r.io/app:2': { digest: digest('b'), platforms: ['linux/arm64'] },
    });
    const { plan } = await run(one, answering([{ tag: 'r.io/app:2' }, 'replace']));
    assert.deepEqual([plan.tags, noted, asked.length], [['r.io/app:2'], ['r.io/app:2 b'], 2]);
  });

  it('can go to another tag only where one alone would lose something', async () => {
    const tag = { digest: digest('a'), platforms: both };
    const { run, asked, answering } = world({ 'r.io/app:1': tag, 'r.io/app:2': tag });
    await assert.rejects(run(one, answering([undefined])), isCancelled);
    await assert.rejects(run({ ...one, tags: ['r.io/app:1', 'r.io/app:2'] }, answering([undefined])), isCancelled);
    assert.deepEqual(
      asked.map(({ losses, canRename }) => [losses.length, canRename]),
      [
        [1, true],
        [2, false],
      ],
    );
  });

  it('attack: a tag moves while a person reads the question', async () => {
    const tags = { 'r.io/app:1': { digest: digest('a'), platforms: both } };
    const { run, asked, answering } = world(tags);
    let moves = 1;
    const { kept } = await run(
      one,
      answering(['keep', 'keep'], () => {
        if (moves-- > 0) {
          tags['r.io/app:1'] = { digest: digest('b'), platforms: [...both, 'linux/s390x'] };
        }
      }),
    );
    assert.equal(asked.length, 2);
    assert.deepEqual(
      kept.map(({ digest: shown, lost }) => [shown, lost]),
      [[digest('b'), ['linux/arm64', 'linux/s390x']]],
    );
  });

  it('attack: an added argument names a tag that would lose platforms', async () => {
    const { run } = world({ 'r.io/other:1': { digest: digest('a'), platforms: both } });
    for (const extraArgs of [['-tr.io/other:1'], ['--output=type=image,name=r.io/other:1,push=true']]) {
      await assert.rejects(run({ ...one, extraArgs }), fails('ask'));
      await assert.rejects(run({ ...one, extraArgs, onMissingPlatforms: 'keep' }), fails('keep'));
    }
  });
});

describe('a push of several images by bake', () => {
  const request: BuildRequest = { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['default'], output: 'push' };
  const output = [{ type: 'image', push: 'true' }];
  const targets = {
    web: { tags: ['r.io/web:1', 'r.io/web:latest'], platforms: ['linux/amd64'], output },
    api: { tags: ['r.io/api:1'], platforms: both, output },
    base: { tags: ['r.io/base:1'], output: [{ type: 'cacheonly' }] },
  };
  const tags = {
    'r.io/web:1': { digest: digest('a'), platforms: both },
    'r.io/web:latest': { digest: digest('b'), platforms: ['linux/amd64'] },
    'r.io/api:1': { digest: digest('c'), platforms: both },
    'r.io/base:1': { digest: digest('d'), platforms: both },
  };

  it('attack: one of several tags loses a platform', async () => {
    const { run, asked, answering } = world(tags);
    await assert.rejects(run(request, undefined, targets), fails('ask'));
    await run(request, answering(['replace']), targets);
    assert.deepEqual(
      asked[0]?.losses.map(({ tag, target }) => [tag, target]),
      [['r.io/web:1', 'web']],
    );
  });

  it('keeps the platforms of that tag alone', async () => {
    const { run, noted } = world(tags);
    const { plan } = await run({ ...request, onMissingPlatforms: 'keep' }, undefined, targets);
    assert.ok(
      line(plan).includes(
        '--set web.tags=r.io/web:1-multiarch-part --set web.tags=r.io/web:latest --set api.tags=r.io/api:1 --push',
      ),
      line(plan),
    );
    assert.deepEqual(noted, ['r.io/web:latest b', 'r.io/api:1 c']);
  });

  it('attack: another tag in short, of which the platforms are to be kept, is pushed over', async () => {
    const { run, answering } = world({
      ...tags,
      'docker.io/library/web:2': { digest: digest('e'), platforms: both },
    });
    const { plan, asked, kept } = await run(request, answering([{ tag: 'web:2' }, 'keep']), targets);
    assert.deepEqual(
      kept.map(({ tag }) => tag),
      ['docker.io/library/web:2'],
    );
    assert.deepEqual(plan.tagsByTarget?.web, ['docker.io/library/web:2-multiarch-part', 'r.io/web:latest']);
    assert.deepEqual(asked.tagsByTarget?.web, ['web:2', 'r.io/web:latest']);
  });

  it('attack: a file pushes under a name of its own, whatever tag is asked for', async () => {
    const named = { web: { ...targets.web, output: [{ type: 'registry', name: 'r.io/prod:1' }] } };
    const { run } = world({});
    for (const defined of [named, { ...targets, web: { ...targets.web, tags: ['r.io/mine:1'] } }]) {
      await assert.rejects(
        run({ ...request, tags: ['r.io/mine:1'] }, undefined, defined),
        (error: unknown) => error instanceof DiagnosedError && error.code === 'bakeNamesImage',
      );
    }
  });
});
