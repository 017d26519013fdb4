import assert from 'node:assert/strict';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { imagesOfRun, startedOn } from '../../../../../src/domain/workload/trouble/runImage.ts';
import { causeOf, type StartFacts } from '../../../../../src/domain/workload/trouble/startCause.ts';
import { digest, inspected } from '../../../../support/sampleImages.ts';

const program = (architecture: string): Inside => ({
  state: 'found',
  programs: [{ program: '/app', format: 'elf', architecture }],
});
const cause = (facts: StartFacts, path: string | undefined = '/app') => causeOf(path, facts);
const [amd64, arm64] = ['linux/amd64', 'linux/arm64'];

describe('why the kernel refused a start program', () => {
  it('is decided by the platforms of node and image, whatever the program is called', () => {
    for (const path of ['/app', '/docker-entrypoint.sh', undefined]) {
      assert.deepEqual(cause({ node: arm64, image: [amd64] }, path), { cause: 'foreign', image: [amd64], node: arm64 });
      assert.deepEqual(cause({ node: amd64, image: [amd64] }, path), { cause: 'labelled', node: amd64 });
    }
    assert.equal(cause({ node: amd64, image: ['linux/386'] }).cause, 'labelled');
    assert.equal(cause({ node: amd64, image: ['linux/arm/v7'] }).cause, 'foreign');
  });

  it('is either where node or image are unknown, or the node has an emulator for the image', () => {
    for (const facts of [
      {},
      { node: amd64 },
      { image: [amd64] },
      { node: amd64, image: [] },
      { node: '?', image: [amd64] },
    ]) {
      assert.deepEqual(cause(facts), { cause: 'either' }, JSON.stringify(facts));
    }
    assert.equal(cause({ node: arm64, image: [amd64], emulated: [amd64] }).cause, 'either');
    assert.equal(cause({ node: arm64, image: [amd64], emulated: ['linux/riscv64'] }).cause, 'foreign');
  });

  it('is what the image contains, if that was checked and the pod starts it', () => {
    const own = { node: amd64, image: [amd64] };
    const inside = (found: Inside) => ({ ...own, inside: { inside: found, platform: amd64 } });
    assert.deepEqual(cause(inside(program('arm64'))), { cause: 'mislabelled', platform: amd64, architecture: 'arm64' });
    assert.deepEqual(cause(inside(program('arm64')), '/other'), { cause: 'labelled', node: amd64 });
    assert.deepEqual(cause(inside(program('amd64'))), { cause: 'labelled', node: amd64 });
    const text: Inside = { state: 'noFirstLine', program: '/app' };
    assert.deepEqual(cause(inside(text)), { cause: 'script', program: '/app' });
    assert.deepEqual(cause(inside(text), '/other'), { cause: 'labelled', node: amd64 });
    assert.equal(cause(inside({ state: 'tooLarge' })).cause, 'labelled');
  });
});

describe('the image that a container runs', () => {
  const image = inspected('r.io/app:1', [amd64, arm64, 'linux/arm/v7']);
  const platforms = (imageId: string, configs?: readonly string[]) =>
    imagesOfRun(image, imageId, configs)?.map(({ platform }) => platform);

  it('is told by its digest: of the index, a manifest, or a configuration', () => {
    assert.deepEqual(platforms(`r.io/app@${image.digest}`), [amd64, arm64, 'linux/arm/v7']);
    assert.deepEqual(platforms(`docker-pullable://r.io/app@${image.images[1]?.digest ?? ''}`), [arm64]);
    const configs = [digest('c1'), digest('c2'), digest('c3')];
    assert.deepEqual(platforms(digest('c3'), configs), ['linux/arm/v7']);
    for (const other of ['', 'r.io/app:1', `r.io/app@${digest('bb')}`, digest('c3')]) {
      assert.equal(platforms(other), undefined, other);
    }
  });

  it('is the best one for its node, or the only one', () => {
    const started = (node: string, ...of: readonly string[]) =>
      startedOn(
        node,
        of.map((platform) => ({ platform, digest: platform })),
      )?.platform;
    assert.equal(started(arm64, amd64, 'linux/arm/v7', arm64), arm64);
    assert.equal(started(arm64, amd64, 'linux/arm/v7'), 'linux/arm/v7');
    assert.equal(started(arm64, amd64), amd64);
    assert.equal(started('linux/s390x', amd64, arm64), undefined);
    assert.equal(started('?', amd64, arm64), undefined);
  });
});
