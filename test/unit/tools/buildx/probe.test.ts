import assert from 'node:assert/strict';
import { doesNotRun, probeBuild } from '../../../../src/tools/buildx/probe.ts';
import { CommandError } from '../../../../src/tools/process/errors.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

describe('the build that tries a platform out', () => {
  const build = { builder: 'b', platform: 'linux/arm64', folder: '/tmp/x', name: 'n' };

  it('keeps no result, and a name by which its record is found', () => {
    const { args } = probeBuild('docker', build);
    assert.equal(args[args.indexOf('--output') + 1], 'type=cacheonly');
    assert.ok(args.includes('BUILDKIT_BUILD_NAME=n'));
    assert.equal(args.at(-1), '/tmp/x');
  });

  for (const version of ['0.29.1', '0.38.2']) {
    it(`fails for another reason or because nothing runs: buildx ${version}`, () => {
      const failed = (name: string) =>
        new CommandError(
          probeBuild('docker', build),
          readRecording(new URL(`../../../fixtures/buildx/${version}/probe/${name}.json`, import.meta.url)),
        );
      assert.equal(doesNotRun(failed('does-not-run')), true);
      assert.equal(doesNotRun(failed('other-failure')), false);
      assert.equal(doesNotRun(new Error('exec format error')), false);
    });
  }
});
