import assert from 'node:assert/strict';
import { historyLog, inspectHistory, listHistory, removeHistory } from '../../../../src/tools/buildx/history.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

for (const version of ['0.29.1', '0.38.2']) {
  const recording = (name: string) =>
    readRecording(new URL(`../../../fixtures/buildx/${version}/history/${name}.json`, import.meta.url));

  describe(`the build history of buildx ${version}`, () => {
    it('is listed', () => {
      const records = listHistory('docker', 'default').parse(recording('ls'));
      assert.deepEqual(
        records.map(({ name, state, totalSteps, cachedSteps }) => [name, state, totalSteps, cachedSteps]),
        [
          ['app', 'failed', 5, 1],
          ['app/docker/api.Dockerfile', 'failed', 4, 0],
          ['app/good', 'completed', 8, 2],
          ['app/good', 'completed', 8, 0],
        ],
      );
      for (const { ref, startedAt = NaN, completedAt = NaN } of records) {
        assert.match(ref, /^default\/default\/[a-z0-9]{25}$/);
        assert.ok(completedAt > startedAt);
      }
      assert.deepEqual(listHistory('docker', 'default').parse(recording('ls-empty')), []);
    });

    it('tells where a step failed', () => {
      const { platforms, state, context, dockerfile, error } = inspectHistory('docker', 'b', 'r').parse(
        recording('inspect-step-failed'),
      );
      assert.deepEqual([platforms, state, context, dockerfile], [['linux/amd64'], 'failed', 'work/app', 'Dockerfile']);
      assert.deepEqual([error?.step, error?.file, error?.line], ['[2/2] RUN echo hello && exit 3', 'Dockerfile', 3]);
      assert.match(error?.message ?? '', /did not complete successfully: exit code: 3$/);
      const copy = inspectHistory('docker', 'b', 'r').parse(recording('inspect-copy-failed'));
      assert.deepEqual(
        [copy.dockerfile, copy.error?.file, copy.error?.line],
        ['docker/api.Dockerfile', 'api.Dockerfile', 2],
      );
    });

    it('tells the platforms of one that was completed', () => {
      const details = inspectHistory('docker', 'b', 'r').parse(recording('inspect-completed'));
      assert.deepEqual(
        [details.platforms, details.state, details.error],
        [['linux/amd64', 'linux/arm64'], 'completed', undefined],
      );
    });

    it('has logs', () => {
      const log = historyLog('docker', 'b', 'r').parse(recording('logs-step-failed'));
      assert.match(log, /^#\d+ \d\.\d+ hello$/m);
      assert.match(log, /^#\d+ ERROR: process "\/bin\/sh -c echo hello && exit 3"/m);
    });
  });
}

describe('the commands of the build history', () => {
  it('name the builder, and a record by the end of its reference', () => {
    const inspect = inspectHistory('docker', 'two', 'two/two0/opsu9').args;
    assert.deepEqual(inspect, ['buildx', 'history', 'inspect', '--builder', 'two', '--format', 'json', '--', 'opsu9']);
    assert.deepEqual(removeHistory('docker', 'two', ['two/two0/a', '--all']).args.slice(-3), ['--', 'a', '--all']);
  });

  it('take nothing for a record that is none', () => {
    const parse = (stdout: string) => listHistory('docker', 'b').parse({ stdout, stderr: '', exitCode: 0 });
    assert.deepEqual(parse('null\n{}\n[]\nno JSON\n{"ref":3}\n'), []);
    const details = inspectHistory('docker', 'b', 'r').parse({ stdout: '[', stderr: '', exitCode: 0 });
    assert.deepEqual(details, { platforms: [], state: 'completed' });
  });

  it('make a log that is only text', () => {
    const log = historyLog('docker', 'b', 'r').parse({
      stdout: '',
      stderr: '\x1b[31m#1 red\x1b]0;title\x07\n',
      exitCode: 0,
    });
    assert.equal(log, '#1 red\n');
  });
});
