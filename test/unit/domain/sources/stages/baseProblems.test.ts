import assert from 'node:assert/strict';
import type { IndexContent } from '../../../../../src/domain/image/indexEdit.ts';
import { parsePlatform, type Platform } from '../../../../../src/domain/platform.ts';
import { baseProblems } from '../../../../../src/domain/sources/stages/baseProblems.ts';
import { content } from '../../../../support/sampleImages.ts';

const platform = (text: string): Platform => {
  const parsed = parsePlatform(text);
  assert.ok(parsed.ok);
  return parsed.value;
};
const taken = (image: string, ...platforms: readonly string[]) =>
  platforms.map((text) => ({ image, platform: platform(text) }));
/** A single manifest, as returned by the registry reader. */
const single = (text: string): IndexContent => {
  const { entries } = content([text]);
  return { digest: entries[0]!.digest, entries, annotations: new Map() };
};
const problems = (bases: ReturnType<typeof taken>, contents: Record<string, IndexContent>) =>
  baseProblems(bases, new Map(Object.entries(contents)));

describe('images that a build takes for platforms that they do not have', () => {
  it('are single manifests, which BuildKit takes for any platform', () => {
    assert.deepEqual(problems(taken('a', 'linux/amd64', 'linux/arm64'), { a: single('linux/amd64') }), [
      { image: 'a', kind: 'manifest', has: ['linux/amd64'], lacks: ['linux/arm64'] },
    ]);
  });

  it('are indexes without them', () => {
    const contents = { a: content(['linux/amd64', 'linux/386']), b: content(['linux/arm64']) };
    assert.deepEqual(problems([...taken('a', 'linux/arm64', 'linux/s390x'), ...taken('b', 'linux/arm64')], contents), [
      { image: 'a', kind: 'index', has: ['linux/amd64', 'linux/386'], lacks: ['linux/arm64', 'linux/s390x'] },
    ]);
  });

  it('are none that containerd takes an image of', () => {
    assert.deepEqual(problems(taken('a', 'linux/arm/v7'), { a: content(['linux/arm/v6']) }), []);
    assert.deepEqual(problems(taken('a', 'linux/amd64'), { a: single('linux/386') }), []);
  });

  it('are none of which nothing is known', () => {
    const { entries } = content(['linux/amd64']);
    const { mediaType, digest, size, annotations } = entries[0]!;
    const without = { mediaType, digest, size, annotations };
    const unnamed = (given: Partial<(typeof entries)[number]>): IndexContent => ({
      ...content([]),
      entries: [{ ...entries[0]!, ...given }],
    });
    assert.deepEqual(problems(taken('a', 'linux/arm64'), {}), []);
    assert.deepEqual(problems(taken('a', 'linux/arm64'), { a: content([]) }), []);
    const unknown = { platform: { os: 'unknown', architecture: 'unknown' } };
    assert.deepEqual(problems(taken('a', 'linux/arm64'), { a: unnamed(unknown) }), []);
    assert.deepEqual(problems(taken('a', 'linux/arm64'), { a: { ...content([]), entries: [without] } }), []);
  });

  it('are told apart from Windows of another version', () => {
    const windows = content(['windows/amd64']);
    const entry = { ...windows.entries[0]!, platform: { os: 'windows', architecture: 'amd64', osVersion: '10.0.1' } };
    assert.deepEqual(problems(taken('a', 'windows/amd64'), { a: { ...windows, entries: [entry] } }), []);
  });
});
