import assert from 'node:assert/strict';
import { atLeast, buildxVersion } from '../../../../src/tools/buildx/version.ts';

const printed = (stdout: string) => buildxVersion('docker').parse({ stdout, stderr: '', exitCode: 0 });

describe('the version of buildx', () => {
  it('is read as it is printed, or not at all', () => {
    assert.deepEqual(printed('github.com/docker/buildx v0.29.1+ds1 x\n'), { text: '0.29.1+ds1', major: 0, minor: 29 });
    assert.equal(printed('github.com/docker/buildx devel\n'), undefined);
  });

  it('counts as new where it cannot be read', () => {
    const version = printed('buildx v0.29.1');
    assert.deepEqual(
      [atLeast(version, 0, 28), atLeast(version, 0, 29), atLeast(version, 0, 30), atLeast(version, 1, 0)],
      [true, true, false, false],
    );
    assert.equal(atLeast({ text: '1.0.0', major: 1, minor: 0 }, 0, 30), true);
    assert.equal(atLeast(undefined, 9, 9), true);
  });
});
