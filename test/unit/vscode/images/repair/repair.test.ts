import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import { platformsIn, type IndexContent } from '../../../../../src/domain/image/indexEdit.ts';
import { safeText } from '../../../../../src/domain/safeText.ts';
import { formatReference } from '../../../../../src/domain/image/reference.ts';
import type { IndexEdit } from '../../../../../src/services/images/indexEdits.ts';
import { createRepair, type RepairDeps } from '../../../../../src/vscode/images/repair/repair.ts';
import { createFormerDigests } from '../../../../../src/vscode/images/model/formerDigests.ts';
import { BuildMemory } from '../../../../../src/vscode/memory.ts';
import { showInformation } from '../../../../../src/vscode/shared/dialogs/messages.ts';
import { content, digest, inspected, named } from '../../../../support/sampleImages.ts';
import { stub, untilAborted } from '../../../../support/stub.ts';
import { memento } from '../../../../support/vscode/memento.ts';
import { cancel, choose, leave, press } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';
import { folder, openFolders } from '../../../../support/vscode/workspace.ts';

const tag = 'r.io/app:1';
const amd64 = 'linux/amd64';
const arm64 = 'linux/arm64';

/** Buildx's result of an edit: only its digest matters here. */
const previewOf = ({ to }: IndexEdit) => `${JSON.stringify('entries' in to ? platformsIn(to) : to.digest)}\n`;
const digestOf = (edit: IndexEdit) =>
  'entries' in edit.to
    ? `sha256:${createHash('sha256').update(previewOf(edit).trimEnd()).digest('hex')}`
    : edit.to.digest;

/** A registry with these tags, in which edits work. */
function registry(tags: Record<string, IndexContent>) {
  const edits: IndexEdit[] = [];
  const state = memento();
  const memory = new BuildMemory(state);
  const former = createFormerDigests(state);
  const missing = () => new DiagnosedError(diagnosisOf('imageNotFound'));
  const apply = async (edit: IndexEdit): Promise<void> => {
    const id = formatReference(edit.tag);
    edits.push(edit);
    if (edit.expected !== undefined) {
      await former.add(id, edit.expected);
    }
    const before = tags[id];
    tags[id] = 'entries' in edit.to ? { ...edit.to, digest: digestOf(edit) } : { ...before!, digest: edit.to.digest };
  };
  const found = (id: string): Promise<IndexContent> => {
    const [, pinned] = id.split('@');
    if (pinned !== undefined) {
      return Promise.resolve(content([amd64], pinned));
    }
    const there = tags[id];
    return there ? Promise.resolve(there) : Promise.reject(missing());
  };
  const inspect = async (id: string): Promise<InspectedImage> => {
    const there = await found(id);
    return inspected(id, platformsIn(there), there.digest);
  };
  const deps = (own: Partial<RepairDeps> = {}): RepairDeps => ({
    images: { entries: found, inspect },
    indexEdits: { preview: (edit) => Promise.resolve(previewOf(edit)), apply },
    former,
    memory,
    flow: stub('BuildFlow', {
      build: ({ tags: [pushed = ''] = [], platforms = [] }) => {
        see(`build: ${platforms.join(', ')} as ${pushed}`);
        tags[pushed] = content(platforms, digest('bb'));
        return Promise.resolve({ ok: true } as never);
      },
      ask: (start) => {
        see(`wizard: ${JSON.stringify(start)}`);
        return Promise.resolve(undefined);
      },
    }),
    compare: (former, name, text, title) => {
      const [before, after] = [String(former), text].map((each) => each.trim().split('\n'));
      see(`diff of ${name}: ${title}`);
      see([...before!.filter((line) => !after!.includes(line)).map((line) => `  - ${line}`)].join('\n'));
      see(after!.map((line) => `  ${before!.includes(line) ? ' ' : '+'} ${line}`).join('\n'));
      return Promise.resolve();
    },
    askInDiff: async ({ message }) => (await showInformation(message, acceptChange)) === acceptChange,
    changed: (id) => {
      see(`drawn again: ${id}`);
      return Promise.resolve();
    },
    ...own,
  });
  return { edits, former, memory, deps, repair: (own?: Partial<RepairDeps>) => createRepair(deps(own)) };
}

const acceptChange = safeText('Accept Change');

describe('Remove platform from image…', () => {
  inVscode();
  const image = { platform: arm64, digest: content([arm64]).entries[0]!.digest };

  it('shows what it would be, asks, changes the tag, and tells what was read back', async () => {
    const { repair, edits, memory } = registry({ [tag]: content([amd64, arm64]) });
    person(press('Accept Change'), leave);
    await repair().drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.equal(edits[0]?.expected, digest('aa'));
    assert.deepEqual(
      memory.verifiedImages(folder('shop')).map(({ image: name, platforms }) => [name, platforms]),
      [[tag, [amd64]]],
    );
  });

  it('puts the former image back when that is pressed, having asked again', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64, arm64]) });
    person(press('Accept Change'), press('Restore Previous Digest'), press('Accept Change'), leave);
    await repair().drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
        [Restore Previous Digest]
      > Restore Previous Digest
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:ac8335d2…
        + digest       sha256:aa000000…
          linux/amd64  sha256:2f616d64…
      information: Restore the previous digest of r.io/app:1?
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.deepEqual(edits[1]?.to, { digest: digest('aa') });
  });

  it('changes nothing when the question is left', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64, arm64]) });
    person(leave);
    await repair().drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Escape
    `);
    assert.deepEqual(edits, []);
  });

  it('changes nothing when it is cancelled while it prepares, or while it changes', async () => {
    const { repair, edits, deps } = registry({ [tag]: content([amd64, arm64]) });
    const { indexEdits } = deps();
    person(cancel('Reading'));
    await repair({ images: { ...deps().images, entries: (_id, { signal } = {}) => untilAborted(signal) } }).drop(
      tag,
      image,
    );
    shows(`
      progress: Reading r.io/app:1
      > Cancel
    `);
    person(cancel('Preparing'));
    await repair({ indexEdits: { ...indexEdits, preview: (_edit, signal) => untilAborted(signal) } }).drop(tag, image);
    person(press('Accept Change'), cancel('Updating'));
    await repair({ indexEdits: { ...indexEdits, apply: (_edit, signal) => untilAborted(signal) } }).drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      > Cancel
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      > Cancel
    `);
    assert.deepEqual(edits, []);
  });

  it('does not take the last platform', async () => {
    const { repair } = registry({ [tag]: content([arm64]) });
    await repair().drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      warning: linux/arm64 is the only platform of r.io/app:1, and an image needs at least one.
    `);
  });

  it('does not take what an index inside of the index has', async () => {
    const { repair } = registry({ [tag]: content([amd64]) });
    await repair().drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      warning: linux/arm64 of r.io/app:1 belongs to a nested index, so it cannot be removed by itself.
    `);
  });

  it('needs a tag, and the image that it is pinned to', async () => {
    const { repair } = registry({ [tag]: content([amd64, arm64]) });
    await repair().drop(`r.io/app@${digest('aa')}`, image);
    await repair().drop(`${tag}@${digest('cc')}`, image);
    shows(`
      warning: r.io/app@sha256:aa000000… is referenced only by its digest, which never changes. Only a tag can be changed.
      progress: Reading r.io/app:1
      warning: r.io/app:1@sha256:cc000000… is pinned, and r.io/app:1 now points to another image. Check that image first.
    `);
  });

  it('takes one that is pinned to what its tag names', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64, arm64]) });
    person(press('Accept Change'), leave);
    await repair().drop(`${tag}@${digest('aa')}`, image);
    assert.equal(edits.length, 1);
  });

  it('rejects with what the registry says, and tells nothing as done', async () => {
    const { repair, deps } = registry({ [tag]: content([amd64, arm64]) });
    const indexEdits = {
      ...deps().indexEdits,
      apply: () => Promise.reject(new DiagnosedError(diagnosisOf('imageChanged', { image: tag }))),
    };
    person(press('Accept Change'));
    await assert.rejects(repair({ indexEdits }).drop(tag, image), { code: 'imageChanged' });
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
    `);
  });

  it('says so when the tag names something else than was shown', async () => {
    const { repair, deps } = registry({ [tag]: content([amd64, arm64]) });
    const images = { ...deps().images, inspect: () => Promise.resolve(inspected(tag, [amd64], digest('dd'))) };
    person(press('Accept Change'));
    await repair({ images }).drop(tag, image);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        - linux/arm64  sha256:2f61726d…
        + digest       sha256:ac8335d2…
          linux/amd64  sha256:2f616d64…
      information: Remove linux/arm64 from r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      warning: r.io/app:1 now points to sha256:dd000000…, not to sha256:ac8335d2… as shown.
    `);
  });

  it('is not remembered as what clusters run where it is no image any more', async () => {
    const { repair, memory, deps } = registry({ [tag]: content([amd64, arm64]) });
    const inspect = async (id: string): Promise<InspectedImage> => ({
      ...(await deps().images.inspect(id)),
      kind: 'artifact',
    });
    let told = 0;
    memory.onDidVerify(() => told++);
    person(press('Accept Change'), leave);
    await repair({ images: { ...deps().images, inspect } }).drop(tag, image);
    assert.equal(told, 0);
  });

  it('is remembered for the first folder only where there is one', async () => {
    openFolders();
    const { repair, edits } = registry({ [tag]: content([amd64, arm64]) });
    person(press('Accept Change'), leave);
    await repair().drop(tag, image);
    assert.equal(edits.length, 1);
  });
});

describe('Add Missing Platforms…', () => {
  inVscode();
  const own = 'r.io/app:1-arm64';

  it('builds them beside the tag as was built last, and joins', async () => {
    const { repair, memory, edits } = registry({ [tag]: content([amd64]) });
    await memory.remember(folder('shop'), { tags: [tag] });
    person(press('Accept Change'), leave);
    await repair().addMissing(tag, [arm64]);
    shows(`
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      build: linux/arm64 as r.io/app:1-arm64
      progress: Reading r.io/app:1-arm64
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:99c5c9d6…
          linux/amd64  sha256:2f616d64…
        + linux/arm64  sha256:2f61726d…
      information: Add linux/arm64 to r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64, linux/arm64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.equal(edits[0]?.expected, digest('aa'));
  });

  it('asks what to build where nothing of this repository was built, or several targets', async () => {
    const { repair, memory, edits } = registry({ [tag]: content([amd64]) });
    await memory.remember(folder('shop'), { tags: ['r.io/other:1'] });
    await repair().addMissing(tag, [arm64]);
    await memory.remember(folder('shop'), { tags: [tag], bakeTargets: ['one', 'two'] });
    await repair().addMissing(tag, [arm64]);
    shows(`
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      wizard: {"request":{"platforms":["linux/arm64"],"tags":["r.io/app:1-arm64"],"output":"push","onMissingPlatforms":"ask"},"part":"source","title":"Add linux/arm64 to app:1","fixed":true}
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      wizard: {"request":{"platforms":["linux/arm64"],"tags":["r.io/app:1-arm64"],"output":"push","onMissingPlatforms":"ask"},"part":"source","title":"Add linux/arm64 to app:1","fixed":true}
    `);
    assert.deepEqual(edits, []);
  });

  it('takes what is there under the name already, when a person says so', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64]), [own]: content([arm64], digest('bb')) });
    person(press('Use It'), press('Accept Change'), leave);
    await repair().addMissing(tag, [arm64]);
    shows(`
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      warning (modal): r.io/app:1-arm64 is already in the registry.
        It has: linux/arm64. What is missing can be taken from it, or built again to replace it.
        [Use It] [Build Again]
      > Use It
      progress: Reading r.io/app:1-arm64
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:99c5c9d6…
          linux/amd64  sha256:2f616d64…
        + linux/arm64  sha256:2f61726d…
      information: Add linux/arm64 to r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64, linux/arm64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.equal(edits.length, 1);
  });

  it('builds over it only when a person says so, and does not offer what does not fit', async () => {
    const { repair, memory, edits } = registry({ [tag]: content([amd64]), [own]: content(['linux/s390x']) });
    await memory.remember(folder('shop'), { tags: [tag] });
    person(leave);
    await repair().addMissing(tag, [arm64]);
    assert.deepEqual(edits, []);
    person(press('Build Again'), press('Accept Change'), leave);
    await repair().addMissing(tag, [arm64]);
    shows(`
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      warning (modal): r.io/app:1-arm64 is already in the registry.
        It has: linux/s390x. What is missing can be taken from it, or built again to replace it.
        [Build Again]
      > Escape
      progress: Reading r.io/app:1
      progress: Reading r.io/app:1-arm64
      warning (modal): r.io/app:1-arm64 is already in the registry.
        It has: linux/s390x. What is missing can be taken from it, or built again to replace it.
        [Build Again]
      > Build Again
      build: linux/arm64 as r.io/app:1-arm64
      progress: Reading r.io/app:1-arm64
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:99c5c9d6…
          linux/amd64  sha256:2f616d64…
        + linux/arm64  sha256:2f61726d…
      information: Add linux/arm64 to r.io/app:1? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64, linux/arm64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.equal(edits.length, 1);
  });

  it('names several platforms in the tag beside, within the length of one', async () => {
    const long = `r.io/app:${'1'.repeat(128)}`;
    const { repair, memory } = registry({ [long]: content([amd64]) });
    await memory.remember(folder('shop'), { tags: [long] });
    person(leave);
    await repair().addMissing(long, [arm64, 'linux/arm/v7', 'windows/amd64']);
    shows(`
      progress: Reading r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
      progress: Reading r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111-arm64-arm-v7-windows-amd64
      build: linux/arm64, linux/arm/v7, windows/amd64 as r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111-arm64-arm-v7-windows-amd64
      progress: Reading r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111-arm64-arm-v7-windows-amd64
      progress: Preparing r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111
      diff of r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111: app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111 (proposed)
        - digest         sha256:aa000000…
        + digest         sha256:4eb7839b…
          linux/amd64    sha256:2f616d64…
        + linux/arm64    sha256:2f61726d…
        + linux/arm/v7   sha256:61726d2f…
        + windows/amd64  sha256:2f616d64…
      information: Add linux/arm64, linux/arm/v7, windows/amd64 to r.io/app:11111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111? Kept: linux/amd64. The current digest sha256:aa0000000000 can be restored.
        [Accept Change]
      > Escape
    `);
  });

  it('joins nothing where the build failed, or was given up', async () => {
    for (const report of [undefined, { ok: false } as never]) {
      const { repair, memory, edits } = registry({ [tag]: content([amd64]) });
      await memory.remember(folder('shop'), { tags: [tag] });
      await repair({ flow: stub('BuildFlow', { build: () => Promise.resolve(report) }) }).addMissing(tag, [arm64]);
      assert.deepEqual(edits, []);
    }
  });

  it('ends where it is cancelled, and rejects with what a registry fails with', async () => {
    const { repair, deps } = registry({ [tag]: content([amd64]) });
    const { entries } = deps().images;
    person(cancel('Reading'));
    await repair({
      images: { entries: (_id, { signal } = {}) => untilAborted(signal), inspect: () => untilAborted(undefined) },
    }).addMissing(tag, [arm64]);
    shows(`
      progress: Reading r.io/app:1
      > Cancel
    `);
    const refused = new DiagnosedError(diagnosisOf('registryLoginRequired'));
    await assert.rejects(
      repair({ images: { entries, inspect: () => Promise.reject(refused) } }).addMissing(tag, [arm64]),
      refused,
    );
  });
});

describe('Join Images into One…', () => {
  inVscode();
  const other = 'r.io/app:arm';

  it('has what all of them have', async () => {
    const { repair } = registry({ [tag]: content([amd64]), [other]: content([arm64], digest('bb')) });
    person(press('Accept Change'), leave);
    await repair().join(tag, [named(other)]);
    shows(`
      progress: Reading r.io/app:1, r.io/app:arm
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:99c5c9d6…
          linux/amd64  sha256:2f616d64…
        + linux/arm64  sha256:2f61726d…
      information: Join r.io/app:arm into r.io/app:1? It will contain: linux/amd64, linux/arm64.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64, linux/arm64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
  });

  it('makes a tag that there is not, with no former one to restore', async () => {
    const { repair, edits, former } = registry({ [other]: content([arm64], digest('bb')) });
    person(press('Accept Change'));
    await repair().join(tag, [named(other)]);
    shows(`
      progress: Reading r.io/app:1, r.io/app:arm
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        -
        + digest       sha256:573dc165…
        + linux/arm64  sha256:2f61726d…
      information: Join r.io/app:arm into r.io/app:1? It will contain: linux/arm64.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/arm64; verified in the registry.
    `);
    assert.equal(edits[0]?.expected, undefined);
    assert.deepEqual(former.of(tag), []);
  });

  it('needs a tag, and images that have something', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64]), [other]: content([], digest('bb')) });
    await repair().join(`r.io/app@${digest('aa')}`, [named(other)]);
    await repair().join(tag, [named(other)]);
    shows(`
      warning: r.io/app@sha256:aa000000… is referenced only by its digest, which never changes. Only a tag can be changed.
      progress: Reading r.io/app:1, r.io/app:arm
      warning: r.io/app:arm has no image for a platform that can be joined.
    `);
    assert.deepEqual(edits, []);
  });

  it('ends where it is cancelled, and rejects where one of them is not there', async () => {
    const { repair, deps } = registry({ [tag]: content([amd64]) });
    await assert.rejects(repair().join(tag, [named(other)]), { code: 'imageNotFound' });
    person(cancel('Reading'));
    const images = {
      ...deps().images,
      entries: (_id: string, { signal }: { signal?: AbortSignal } = {}) => untilAborted(signal),
    };
    await repair({ images }).join(tag, [named(other)]);
    shows(`
      progress: Reading r.io/app:1, r.io/app:arm
      progress: Reading r.io/app:1, r.io/app:arm
      > Cancel
    `);
  });
});

describe('Restore former image…', () => {
  inVscode();

  it('makes the tag what it was before it was changed here', async () => {
    const { repair, former, edits } = registry({ [tag]: content([amd64]) });
    await former.add(tag, digest('cc'));
    person(press('Accept Change'), leave);
    await repair().restore(tag);
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:cc000000…
          linux/amd64  sha256:2f616d64…
      information: Restore the previous digest of r.io/app:1?
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
        [Restore Previous Digest]
      > Escape
    `);
    assert.deepEqual(edits[0]?.to, { digest: digest('cc') });
  });

  it('asks which, the newest first and without what the tag names now', async () => {
    const { repair, former, edits } = registry({ [tag]: content([amd64]) });
    for (const each of ['c1', 'c2', 'aa']) {
      await former.add(tag, digest(each));
    }
    person(choose(digest('c1')), leave);
    await repair().restore(tag);
    shows(`
      progress: Reading r.io/app:1
      pick: Which digest of r.io/app:1 should be restored? The newest is first
        sha256:c2000000…
        sha256:c1000000…
      > sha256:c1000000…
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:c1000000…
          linux/amd64  sha256:2f616d64…
      information: Restore the previous digest of r.io/app:1?
        [Accept Change]
      > Escape
    `);
    person(leave);
    await repair().restore(tag);
    assert.deepEqual(edits, []);
  });

  it('is what a failed push offers, also of a tag that is gone', async () => {
    const { repair, edits } = registry({ [tag]: content([amd64]) });
    person(press('Accept Change'), leave);
    await repair().restore(tag, digest('c1'));
    await repair().restore(tag, digest('c1'));
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        - digest       sha256:aa000000…
        + digest       sha256:c1000000…
          linux/amd64  sha256:2f616d64…
      information: Restore the previous digest of r.io/app:1?
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
        [Restore Previous Digest]
      > Escape
      progress: Reading r.io/app:1
      information: r.io/app:1 already points to sha256:c1000000….
    `);
    const absent = registry({});
    const inspect = (id: string) => Promise.resolve(inspected(id, [amd64], digest('c1')));
    person(press('Accept Change'));
    await absent.repair({ images: { ...absent.deps().images, inspect } }).restore(tag, digest('c1'));
    assert.deepEqual(
      [...edits, ...absent.edits].map(({ expected, to }) => [expected, to]),
      [
        [digest('aa'), { digest: digest('c1') }],
        [undefined, { digest: digest('c1') }],
      ],
    );
    shows(`
      progress: Reading r.io/app:1
      progress: Preparing r.io/app:1
      diff of r.io/app:1: app:1 (proposed)
        -
        + digest       sha256:c1000000…
        + linux/amd64  sha256:2f616d64…
      information: Restore the previous digest of r.io/app:1? The tag no longer exists in the registry.
        [Accept Change]
      > Accept Change
      progress: Updating r.io/app:1
      drawn again: r.io/app:1
      information: r.io/app:1 now has linux/amd64; verified in the registry.
    `);
  });

  it('says so where nothing was changed, or it is as it was', async () => {
    const { repair, former } = registry({ [tag]: content([amd64]) });
    await repair().restore(tag);
    await former.add(tag, digest('aa'));
    await repair().restore(tag);
    shows(`
      information: r.io/app:1 was not changed here, so there is nothing to restore.
      progress: Reading r.io/app:1
      information: r.io/app:1 was not changed here, so there is nothing to restore.
    `);
  });

  it('ends where it is cancelled', async () => {
    const { repair, former, deps } = registry({ [tag]: content([amd64]) });
    await former.add(tag, digest('cc'));
    person(cancel('Reading'));
    const entries = (_id: string, { signal }: { signal?: AbortSignal } = {}) => untilAborted(signal);
    await repair({ images: { ...deps().images, entries } }).restore(tag);
    shows(`
      progress: Reading r.io/app:1
      > Cancel
    `);
  });
});
