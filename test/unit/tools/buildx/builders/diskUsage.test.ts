import assert from 'node:assert/strict';
import { diskUsage, pruneCache } from '../../../../../src/tools/buildx/builders/diskUsage.ts';
import { readRecording } from '../../../../support/recordedFailure.ts';

const read = (version: string, name: string) =>
  readRecording(new URL(`../../../../fixtures/buildx/${version}/${name}.json`, import.meta.url));

describe('build cache', () => {
  for (const version of ['0.13.1', '0.29.1', '0.38.2']) {
    it(`is measured and removed with buildx ${version}`, () => {
      const some = read(version, 'du/some');
      const measure = diskUsage('docker', 'rec');
      assert.deepEqual(measure.args, some.args);
      assert.deepEqual(measure.parse(some), { total: 6_038_000, reclaimable: 6_038_000, entries: 5 });
      assert.deepEqual(measure.parse(read(version, 'du/empty')), { total: 0, reclaimable: 0, entries: 0 });
      const unused = read(version, 'prune/unused');
      assert.deepEqual(pruneCache('docker', 'rec', false).args, unused.args);
      assert.equal(pruneCache('docker', 'rec', false).parse(unused), 6_038_000);
      const all = read(version, 'prune/all');
      assert.deepEqual(pruneCache('docker', 'rec', true).args, all.args);
      assert.equal(pruneCache('docker', 'rec', true).parse(all), 0);
    });
  }
});
