import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image.ts';
import { workspaceImages, type NamedImage } from '../../../../src/domain/workspaceImages.ts';
import { createFormerDigests } from '../../../../src/vscode/images/formerDigests.ts';
import { createImageAnswers } from '../../../../src/vscode/images/imageAnswers.ts';
import { createImageModel } from '../../../../src/vscode/images/imageModel.ts';
import { memento } from '../wizard/fakes.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const image: InspectedImage = {
  ref: 'ghcr.io/me/app:1',
  digest,
  mediaType: 'x',
  kind: 'index',
  images: [{ platform: 'linux/amd64', digest, size: 1, attestations: [] }],
  other: [],
};
const name = (text: string): NamedImage => workspaceImages([{ image: text, by: 'added' }])[0]!;

function setUp(state = memento()) {
  let answer: () => Promise<InspectedImage> = () => Promise.resolve(image);
  let still = true;
  let remaining = 50;
  const asked: string[] = [];
  const model = createImageModel({
    images: {
      inspect: (ref) => {
        asked.push(ref);
        return answer();
      },
      isStill: (ref) => {
        asked.push(`tag of ${ref}`);
        return Promise.resolve(still);
      },
    },
    answers: createImageAnswers(state),
    quotaOf: (domain) => (domain === 'docker.io' ? { limit: 100, remaining, window: 21_600 } : undefined),
    explain: (error) => error as DiagnosedError,
    now: () => 1000,
  });
  return {
    leaves: (left: number) => {
      remaining = left;
    },
    model,
    asked,
    state,
    answers: (next: typeof answer) => {
      answer = next;
    },
    tagMoves: () => {
      still = false;
    },
  };
}

describe('what is known of images', () => {
  const app = name('ghcr.io/me/app:1');

  it('is asked for once by all who ask at the same time', async () => {
    const { model, asked } = setUp();
    const changes: string[] = [];
    model.onDidChange((id) => changes.push(id));
    assert.equal(model.known(app).image, undefined);
    const both = Promise.all([model.read(app), model.read(app)]);
    assert.equal(model.known(app).reading, true);
    const [known] = await both;
    assert.deepEqual([known.image, known.at, known.reading], [image, 1000, false]);
    assert.deepEqual(asked, ['ghcr.io/me/app:1']);
    assert.deepEqual(changes, [app.id, app.id]);
  });

  it('stays while the registry cannot be reached, in the next session too', async () => {
    const { model, state, answers } = setUp();
    await model.read(app);
    answers(() => Promise.reject(new DiagnosedError(diagnosisOf('registryUnreachable'))));
    const known = await model.read(app);
    assert.deepEqual([known.image, known.error?.code], [image, 'registryUnreachable']);
    assert.equal(setUp(state).model.known(app).image?.digest, digest);
    answers(() => Promise.resolve(image));
    assert.equal((await model.read(app)).error, undefined);
  });

  it('tells that the tag of a pinned image has moved on, and asks nothing for others', async () => {
    const { model, asked, tagMoves } = setUp();
    const pinned = name(`ghcr.io/me/app:1@${digest}`);
    assert.equal((await model.read(pinned)).overtaken, false);
    tagMoves();
    assert.equal((await model.read(pinned)).overtaken, true);
    assert.equal(asked.filter((ref) => ref === 'tag of ghcr.io/me/app:1').length, 2);
    await model.read(name(`ghcr.io/me/app@${digest}`));
    assert.equal(asked.filter((ref) => ref.startsWith('tag of')).length, 2);
  });

  it('has the quota of its registry where that is low', () => {
    const { model, leaves } = setUp();
    assert.equal(model.known(name('alpine:3')).quota, undefined);
    leaves(10);
    assert.equal(model.known(name('alpine:3')).quota?.remaining, 10);
    assert.equal(model.known(app).quota, undefined);
  });

  it('is forgotten where another version kept something else', async () => {
    for (const kept of [7, [['ghcr.io/me/app:1', { at: 1, image: { ...image, images: [7] } }]], [['a', 1]]]) {
      const state = memento();
      await state.update('images:answers', kept);
      assert.equal(setUp(state).model.known(app).image, undefined);
    }
  });

  it('is kept of the last hundred', async () => {
    const answers = createImageAnswers(memento());
    for (let index = 0; index < 101; index++) {
      await answers.set(String(index), { image, at: index });
    }
    assert.equal(answers.get('0'), undefined);
    assert.equal(answers.get('100')?.at, 100);
  });
});

describe('what a tag named before', () => {
  it('is remembered, newest first, each once, and not for ever', async () => {
    const state = memento();
    const former = createFormerDigests(state);
    for (const each of ['a', 'b', 'c', 'a', 'd', 'e', 'f']) {
      await former.add('app', each);
    }
    assert.deepEqual(createFormerDigests(state).of('app'), ['f', 'e', 'd', 'a', 'c']);
    assert.deepEqual(former.of('__proto__'), []);
    await state.update('images:former', 7);
    assert.deepEqual(former.of('app'), []);
  });
});
