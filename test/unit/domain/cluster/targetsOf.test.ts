import assert from 'node:assert/strict';
import { targetsOf } from '../../../../src/domain/cluster/targetsOf.ts';

describe('what a build makes when it does not say', () => {
  it('is what the setting names, in its usual spelling and without what is no platform', () => {
    assert.deepEqual(targetsOf(['arm64', 'linux/*', '', 'linux/aarch64', 'linux/x86_64'], ['linux/s390x']), {
      platforms: ['linux/arm64', 'linux/amd64'],
      by: 'hand',
    });
  });

  it('is what the clusters need where the setting names nothing that is a platform', () => {
    assert.deepEqual(targetsOf(['*'], ['linux/s390x']), { platforms: ['linux/s390x'], by: 'clusters' });
  });

  it('is what is usual where nothing is known', () => {
    assert.deepEqual(targetsOf([], []), { platforms: ['linux/amd64', 'linux/arm64'], by: 'usual' });
  });
});
