import assert from 'node:assert/strict';
import { isDiagnosedError, DiagnosedError } from '../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { platformsIn, type IndexContent } from '../../../../src/domain/image/indexEdit.ts';
import type { IndexEdit } from '../../../../src/services/images/indexEdits.ts';
import { joinKept } from '../../../../src/services/policy/joinKept.ts';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const content = (own: string, architecture: string): IndexContent => ({
  digest: own,
  entries: [{ mediaType: 'm', digest: own, size: 1, platform: { os: 'linux', architecture }, annotations: new Map() }],
  annotations: new Map(),
});
const loss = {
  tag: 'r.io/app:1',
  digest: digest('a'),
  platforms: ['linux/amd64', 'linux/arm64'],
  lost: ['linux/arm64'],
  coming: ['linux/amd64'],
  canKeep: true,
};

function world(moved = false) {
  const edits: IndexEdit[] = [];
  const read: string[] = [];
  const contents: Record<string, IndexContent> = {
    [`r.io/app@${digest('a')}`]: content(digest('a'), 'arm64'),
    [`r.io/app@${digest('b')}`]: content(digest('b'), 'amd64'),
    'r.io/app:1-multiarch-part': content(digest('c'), 'amd64'),
  };
  const deps = {
    images: {
      entries: (ref: string) => {
        read.push(ref);
        return Promise.resolve(contents[ref]!);
      },
      inspect: (ref: string) =>
        Promise.resolve({
          ref,
          digest: digest('d'),
          images: [{ platform: 'linux/amd64', digest: digest('b'), size: 1, attestations: [] }],
        } as unknown as InspectedImage),
    },
    indexEdits: {
      apply: (edit: IndexEdit) => {
        edits.push(edit);
        return moved ? Promise.reject(new DiagnosedError(diagnosisOf('imageChanged'))) : Promise.resolve();
      },
    },
  };
  return { deps, edits, read };
}
const options = { signal: new AbortController().signal };

describe('a tag that was built aside', () => {
  it('is moved once, from the digest that was shown, to what it had and what was built', async () => {
    const { deps, edits, read } = world();
    const found = await joinKept(
      deps,
      [loss],
      [{ digest: digest('b'), names: ['r.io/app:1-multiarch-part'] }],
      options,
    );
    assert.equal(edits.length, 1);
    const [edit] = edits;
    assert.equal(edit!.expected, digest('a'));
    assert.deepEqual('entries' in edit!.to && platformsIn(edit!.to), ['linux/arm64', 'linux/amd64']);
    assert.deepEqual(read, [`r.io/app@${digest('a')}`, `r.io/app@${digest('b')}`], 'by digest alone');
    assert.deepEqual([found[0]?.reference, found[0]?.digest], ['r.io/app:1', digest('d')]);
  });

  it('is read by its side name where buildx tells no digest', async () => {
    const { deps, read } = world();
    await joinKept(deps, [loss], [], options);
    assert.equal(read[1], 'r.io/app:1-multiarch-part');
  });

  it('attack: a tag that somebody moved meanwhile is overwritten', async () => {
    const { deps } = world(true);
    await assert.rejects(
      joinKept(deps, [loss], [{ digest: digest('b'), names: [] }], options),
      (error: unknown) => isDiagnosedError(error) && error.code === 'imageChanged',
    );
  });
});
