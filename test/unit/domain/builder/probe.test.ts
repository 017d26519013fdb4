import assert from 'node:assert/strict';
import { probeProgram } from '../../../../src/domain/builder/probe.ts';

describe('probeProgram', () => {
  it('knows a platform by all of its names, and no other', () => {
    assert.deepEqual(probeProgram('linux/aarch64'), probeProgram('linux/arm64/v8'));
    for (const none of ['windows/amd64', 'linux/constructor', '', 'linux/arm/v5']) {
      assert.equal(probeProgram(none), undefined);
    }
  });
});
