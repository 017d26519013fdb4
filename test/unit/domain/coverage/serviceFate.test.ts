import assert from 'node:assert/strict';
import { judgeImage } from '../../../../src/domain/coverage/judgeImage.ts';
import { composeService, type Engine, type ImageUse } from '../../../../src/domain/coverage/imageUse.ts';
import type { InspectedImage } from '../../../../src/domain/image/describe.ts';
import { anywhere } from '../../../../src/domain/workload/placement.ts';
import { cluster, group, workload } from '../../../support/sampleClusters.ts';

const imageOf = (kind: 'index' | 'manifest', ...platforms: readonly string[]): InspectedImage => ({
  ref: 'db:1',
  digest: 'sha256:a',
  mediaType: '',
  kind,
  images: platforms.map((platform) => ({ platform, digest: platform, size: 1, attestations: [] })),
  other: [],
});
const service = (platform?: string): ImageUse => ({
  image: 'db:1',
  kind: composeService,
  name: 'db',
  placement: anywhere,
  engine: platform === undefined ? {} : { platform },
});
const onArm: Engine = { native: 'linux/arm64', emulated: ['linux/amd64'] };
const mixed = cluster('mixed', group('linux/amd64', 1), group('linux/s390x', 1));
const judge = (image: InspectedImage, uses: readonly ImageUse[], engine = onArm) =>
  judgeImage({ image, uses, placedFor: () => [mixed], engine });
const verdictOf = (...args: Parameters<typeof judge>) => {
  const { state, groups } = judge(...args).coverage;
  return [state, ...groups.map(({ platform, verdict, how }) => [platform, verdict, how].filter(Boolean).join(' '))];
};

describe('an image that Compose services use', () => {
  const amd = imageOf('index', 'linux/amd64');
  const both = imageOf('index', 'linux/amd64', 'linux/arm64');

  it('is judged against the engine and not against clusters', () => {
    assert.deepEqual(verdictOf(both, [service()]), ['runs', 'linux/arm64 runs']);
    assert.deepEqual(judge(both, [service()]).clusters, []);
    assert.deepEqual(verdictOf(amd, [service()]), ['fails', 'linux/arm64 fails does-not-pull']);
    assert.deepEqual(verdictOf(imageOf('manifest', 'linux/amd64'), [service()]), ['runs', 'linux/arm64 emulated']);
    assert.deepEqual(verdictOf(both, [service()], { emulated: [] }), ['unknown']);
  });

  it('is judged against the platform of the service', () => {
    assert.deepEqual(verdictOf(amd, [service('linux/amd64')]), ['runs', 'linux/amd64 emulated']);
    assert.deepEqual(verdictOf(amd, [service('linux/amd64')], { ...onArm, emulated: [] }), [
      'fails',
      'linux/amd64 fails crashes',
    ]);
    assert.deepEqual(verdictOf(both, [service('linux/s390x')]), ['fails', 'linux/s390x fails does-not-pull']);
    assert.deepEqual(verdictOf(amd, [service('linux/amd64')], { emulated: [] }), ['unknown', 'linux/amd64 unknown']);
    assert.deepEqual(verdictOf(amd, [service(), service('linux/amd64')]), [
      'partial',
      'linux/arm64 fails does-not-pull',
      'linux/amd64 emulated',
    ]);
  });

  it('runs natively on an engine whose processor runs its platform, too', () => {
    const onAmd: Engine = { native: 'linux/amd64', emulated: ['linux/arm64'] };
    for (const platform of ['linux/386', 'linux/amd64/v2']) {
      assert.deepEqual(verdictOf(imageOf('index', platform), [service(platform)], onAmd), ['runs', `${platform} runs`]);
    }
    const arm = imageOf('index', 'linux/arm/v7');
    assert.deepEqual(verdictOf(arm, [service('linux/arm/v7')], onAmd), ['fails', 'linux/arm/v7 fails crashes']);
    // some processors do
    assert.deepEqual(verdictOf(arm, [service('linux/arm/v7')]), ['unknown', 'linux/arm/v7 unknown']);
    const emulating = { ...onArm, emulated: ['linux/arm/v7'] };
    assert.deepEqual(verdictOf(arm, [service('linux/arm/v7')], emulating), ['runs', 'linux/arm/v7 emulated']);
  });

  it('is judged against clusters if a workload uses it, too, with a verdict for each', () => {
    const { coverage, uses } = judge(both, [service(), workload('db:1', 'db')]);
    assert.equal(coverage.state, 'partial');
    assert.deepEqual(
      uses.map(({ use, state }) => [use.kind, state]),
      [
        [composeService, 'runs'],
        ['Deployment', 'partial'],
      ],
    );
  });
});
