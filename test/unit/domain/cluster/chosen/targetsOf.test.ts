import assert from 'node:assert/strict';
import { dockerDefaultPlatforms } from '../../../../../src/domain/platform.ts';
import { targetsOf } from '../../../../../src/domain/cluster/chosen/targetsOf.ts';

describe('what a build makes when it does not say', () => {
  it('is what the setting names, in its usual spelling and without what is no platform', () => {
    assert.deepEqual(targetsOf(['arm64', 'linux/*', '', 'linux/aarch64', 'linux/x86_64'], ['linux/s390x']), {
      platforms: ['linux/arm64', 'linux/amd64'],
      by: 'hand',
    });
  });

  it('is what the clusters need where the setting names nothing that is a platform', () => {
    assert.deepEqual(targetsOf(['*'], ['linux/s390x']), { platforms: ['linux/s390x'], by: 'clusters' });
    // whatever the cluster has more of
    assert.deepEqual(targetsOf([], ['linux/arm64', 'linux/amd64']).platforms, ['linux/amd64', 'linux/arm64']);
  });

  it("is Docker's own default where no cluster says more", () => {
    assert.deepEqual(targetsOf([], [], ['linux/amd64']), { platforms: ['linux/amd64'], by: 'docker' });
    assert.equal(targetsOf([], ['linux/s390x'], ['linux/amd64']).by, 'clusters');
    const read = (value?: string) => dockerDefaultPlatforms({ DOCKER_DEFAULT_PLATFORM: value });
    assert.deepEqual(read('linux/aarch64, amd64,linux/amd64'), ['linux/arm64', 'linux/amd64']);
    assert.deepEqual([read(), read(''), read('lunix/amd64'), read('local')], [[], [], [], []]);
  });

  it('is what is usual where nothing is known', () => {
    assert.deepEqual(targetsOf([], []), { platforms: ['linux/amd64', 'linux/arm64'], by: 'usual' });
  });
});
