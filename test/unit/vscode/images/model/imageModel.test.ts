import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import { workspaceImages, type NamedImage } from '../../../../../src/domain/sources/manifests/workspaceImages.ts';
import { createFormerDigests } from '../../../../../src/vscode/images/model/formerDigests.ts';
import { createImageAnswers } from '../../../../../src/vscode/images/model/imageAnswers.ts';
import { createImageModel } from '../../../../../src/vscode/images/model/imageModel.ts';
import { memento } from '../../../../support/vscode/memento.ts';

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
  let gone = false;
  let remaining = 50;
  const waits: { seconds?: number; changed?: (() => void) | undefined } = {};
  const asked: string[] = [];
  const model = createImageModel({
    images: {
      inspect: (ref) => {
        asked.push(ref);
        return answer();
      },
      isStill: (ref) => {
        asked.push(`tag of ${ref}`);
        return gone ? Promise.reject(new DiagnosedError(diagnosisOf('imageNotFound'))) : Promise.resolve(still);
      },
    },
    answers: createImageAnswers(state),
    registry: {
      quotaOf: (domain) => (domain === 'docker.io' ? { limit: 100, remaining, window: 21_600 } : undefined),
      waitOf: () => waits.seconds,
      onDidChangeWaits: (listener) => {
        waits.changed = listener;
        return () => {
          waits.changed = undefined;
        };
      },
    },
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
    waits,
    answers: (next: typeof answer) => {
      answer = next;
    },
    tagIsGone: () => {
      gone = true;
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

  it('tells that its registry is waited for, and which rows that changes', async () => {
    const { model, waits, answers } = setUp();
    let answered: (found: InspectedImage) => void = () => undefined;
    answers(
      () =>
        new Promise((resolve) => {
          answered = resolve;
        }),
    );
    const reading = model.read(app);
    const changes: string[] = [];
    model.onDidChange((id) => changes.push(id));
    waits.seconds = 7;
    waits.changed?.();
    assert.deepEqual([changes, model.known(app).wait], [[app.id], 7]);
    assert.equal(model.known(name('ghcr.io/me/other:1')).wait, undefined, 'nobody reads that one');
    answered(image);
    assert.equal((await reading).wait, undefined);
    model.dispose();
    assert.equal(waits.changed, undefined);
  });

  it('stays while the registry cannot be reached, in the next session too', async () => {
    const { model, state, answers } = setUp();
    await model.read(app);
    answers(() => Promise.reject(new DiagnosedError(diagnosisOf('registryUnreachable'))));
    const known = await model.read(app);
    assert.deepEqual([known.image, known.error?.code], [image, 'registryUnreachable']);
    const next = setUp(state).model;
    assert.deepEqual([next.known(app).image?.digest, next.known(app).former], [digest, true]);
    assert.equal((await next.read(app)).former, undefined);
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

  it('is known of a thousand in this session, and of the last hundred in the next one', async () => {
    const state = memento();
    const answers = createImageAnswers(state);
    for (let index = 0; index < 1000; index++) {
      await answers.set(String(index), { image, at: index });
    }
    assert.equal(answers.get('0')?.at, 0);
    const next = createImageAnswers(state);
    assert.deepEqual([next.get('899'), next.get('900')?.at, next.get('999')?.at], [undefined, 900, 999]);
  });

  it('is read of many a few at a time, and of the one that is looked at before them', async () => {
    const { model, asked, answers } = setUp();
    const many = Array.from({ length: 20 }, (_, index) => name(`ghcr.io/me/app:${index}`));
    const waiting: (() => void)[] = [];
    answers(
      () =>
        new Promise((resolve) => {
          waiting.push(() => {
            resolve(image);
          });
        }),
    );
    const all = model.readAll(many);
    assert.equal(asked.length, 8);
    assert.deepEqual([model.known(many[7]!).reading, model.known(many[8]!).reading], [true, false]);
    const looked = model.read(many[19]!);
    assert.equal(asked.at(-1), 'ghcr.io/me/app:19');
    answers(() => Promise.resolve(image));
    for (const go of waiting) {
      go();
    }
    await Promise.all([all, looked]);
    assert.equal(new Set(asked).size, 20);
    assert.ok(many.every((each) => model.known(each).image));
  });

  it('is there of a pinned image whose tag is gone', async () => {
    const { model, tagIsGone } = setUp();
    tagIsGone();
    const known = await model.read(name(`ghcr.io/me/app:1@${digest}`));
    assert.deepEqual([known.image, known.error, known.overtaken], [image, undefined, false]);
  });
});

describe('what a tag named before', () => {
  it('is remembered, newest first, each once, and not for ever', async () => {
    const state = memento();
    const former = createFormerDigests(state);
    for (const each of ['a', 'b', 'c', 'a', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k']) {
      await former.add('app', each);
    }
    assert.equal(createFormerDigests(state).of('app').join(''), 'kjihgfedac');
    assert.deepEqual(former.of('__proto__'), []);
    await state.update('images:former', 7);
    assert.deepEqual(former.of('app'), []);
  });
});
