import assert from 'node:assert/strict';
import type { AskedCluster } from '../../../../src/domain/cluster/chosen/asked.ts';
import type { FactsOf } from '../../../../src/domain/coverage/imageFate.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import type { Inside } from '../../../../src/domain/inside/inside.ts';
import { checkedVerdict } from '../../../../src/vscode/api/coverage.ts';
import { verdictsOn } from '../../../support/verdicts.ts';

const node = { platform: 'linux/amd64', nodes: 1, eligible: 1, taints: [], ineligible: [] };
const asked: readonly AskedCluster[] = [
  { context: 'c', known: { context: 'c', state: 'read', local: false, groups: [node] } },
];
const entry = (platform: string, digest: string, more: object = {}) => ({
  platform,
  digest,
  size: 1,
  attestations: [],
  ...more,
});
const image = (kind: 'index' | 'manifest', ...images: InspectedImage['images']): InspectedImage => ({
  ref: 'registry.test/app:1',
  digest: 'sha256:top',
  mediaType: '',
  kind,
  images,
  other: [],
});
const program = (architecture: string): Inside => ({
  state: 'found',
  programs: [{ program: '/app', format: 'elf', architecture }],
});

/** The verdict, and the digests that were checked, given what they contain. */
async function coverage(
  of: InspectedImage,
  contents: Readonly<Record<string, Inside>> = {},
  known: FactsOf = () => ({}),
) {
  const checked: string[] = [];
  const { coverage: answer } = await checkedVerdict(
    of,
    verdictsOn(asked),
    {
      known,
      programs: (found) =>
        Promise.resolve(
          found.map((each) => ({
            ...each,
            platforms: each.platforms.map((row) => {
              checked.push(row.digest ?? '');
              const inside = contents[row.digest ?? ''];
              return { ...row, ...(inside && { inside }) };
            }),
          })),
        ),
    },
    new AbortController().signal,
  );
  return { verdicts: answer.groups.map(({ verdict, how }) => how ?? verdict), checked };
}

describe('the coverage of an image in the API', () => {
  it('does not say that a wrong program runs', async () => {
    const wrong = image('index', entry('linux/amd64', 'a'), entry('linux/arm64', 'b'));
    assert.deepEqual(await coverage(wrong, { a: program('arm64') }), { verdicts: ['crashes'], checked: ['a'] });
    assert.deepEqual(await coverage(wrong, { a: program('amd64') }), { verdicts: ['runs'], checked: ['a'] });
  });

  it('checks a single manifest whatever it says', async () => {
    const foreign = image('manifest', entry('linux/arm64', 'a'));
    assert.deepEqual(await coverage(foreign, { a: program('amd64') }), { verdicts: ['runs'], checked: ['a'] });
    assert.deepEqual(await coverage(foreign, { a: program('arm64') }), { verdicts: ['crashes'], checked: ['a'] });
  });

  it('goes by the label of what could not be checked', async () => {
    assert.deepEqual((await coverage(image('index', entry('linux/amd64', 'a')))).verdicts, ['runs']);
  });

  it('checks nothing that no node pulls, or that is known', async () => {
    const lacking = image('index', entry('linux/arm64', 'a'), entry('linux/amd64', 'b', { shadowed: true }));
    assert.deepEqual(await coverage(lacking), { verdicts: ['does-not-pull'], checked: [] });
    const known = (digest: string) => (digest === 'a' ? { inside: program('arm64') } : {});
    const before = image('index', entry('linux/amd64', 'a'));
    assert.deepEqual(await coverage(before, {}, known), { verdicts: ['crashes'], checked: [] });
  });
});
