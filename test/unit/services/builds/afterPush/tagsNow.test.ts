import assert from 'node:assert/strict';
import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { InspectedImage } from '../../../../../src/domain/image/describe.ts';
import { createTagsNow } from '../../../../../src/services/builds/afterPush/tagsNow.ts';
import type { Images } from '../../../../../src/services/images/images.ts';
import { digest, inspected } from '../../../../support/sampleImages.ts';
import { untilAborted } from '../../../../support/stub.ts';

const both = ['linux/amd64', 'linux/arm64'];
const pushed = (tag: string) => ({ tag, coming: both, before: { tag, digest: digest('aa'), platforms: both } });

describe('tags that are read after a push', () => {
  it('are told each by what the registry has, through the builder of the build', async () => {
    const builders: unknown[] = [];
    const has: Record<string, InspectedImage> = {
      same: inspected('same', both),
      part: inspected('part', ['linux/amd64'], digest('bb')),
      // an index with an image that the registry does not have
      hollow: {
        ...inspected('hollow', ['linux/amd64'], digest('cc')),
        images: both.map((platform, at) => ({
          platform,
          digest: digest('1'),
          ...(at === 0 && { size: 1 }),
          attestations: [],
        })),
      },
      file: { ...inspected('file', [], digest('dd')), kind: 'artifact' },
    };
    const inspect: Images['inspect'] = (tag, { builder } = {}) => {
      builders.push(builder);
      const found = has[tag];
      const code = tag === 'none' ? 'repositoryNotFound' : tag === 'gone' ? 'imageNotFound' : 'registryUnreachable';
      return found ? Promise.resolve(found) : Promise.reject(new DiagnosedError(diagnosisOf(code)));
    };
    const read = createTagsNow({ images: { inspect } });
    const names = ['same', 'part', 'hollow', 'file', 'gone', 'none', 'away'];
    const tags = await read(names.map(pushed), 'farm');
    assert.deepEqual(
      tags.map(({ tag, state, kind, missing }) => [tag, state, kind, missing?.join()]),
      [
        ['same', 'unchanged', undefined, undefined],
        ['part', 'partial', 'index', 'linux/arm64'],
        ['hollow', 'partial', 'index', 'linux/arm64'],
        ['file', 'partial', undefined, both.join()],
        ['gone', 'gone', undefined, undefined],
        ['none', 'gone', undefined, undefined],
        ['away', 'unread', undefined, undefined],
      ],
    );
    assert.deepEqual([...new Set(builders)], ['farm']);
  });

  it('are unread where the registry takes too long', async () => {
    const over = new AbortController();
    const read = createTagsNow({
      images: { inspect: (_, options) => untilAborted(options?.signal) },
      limit: () => over.signal,
    });
    const tags = read([pushed('r.io/app:1')], undefined);
    over.abort();
    assert.deepEqual(await tags, [{ tag: 'r.io/app:1', state: 'unread' }]);
  });
});
