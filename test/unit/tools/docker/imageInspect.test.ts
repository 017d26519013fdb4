import assert from 'node:assert/strict';
import { inspectLocalImage } from '../../../../src/tools/docker/imageInspect.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recorded = (version: string, name: string) =>
  readRecording(new URL(`../../../fixtures/docker/${version}/local-image/${name}.json`, import.meta.url));
const parse = (version: string, name: string) => inspectLocalImage('docker', 'x').parse(recorded(version, name));
const state = (version: string, name: string) => parse(version, name).state;

describe('docker image inspect', () => {
  it('asks for one image, which can be no flag, and for one platform of it', () => {
    const { args } = inspectLocalImage('docker', 'registry.test:5000/base:1', 'linux/arm64');
    assert.deepEqual(args, recorded('28.5.2', 'containerd/arm64').args);
    assert.deepEqual(args.slice(-2), ['--', 'registry.test:5000/base:1']);
  });

  it('tells platform and digest, which is that of the manifest where one platform was asked for', () => {
    const [any, amd64] = [parse('28.5.2', 'containerd/any'), parse('28.5.2', 'containerd/amd64')];
    assert.ok(any.state === 'there' && amd64.state === 'there');
    assert.deepEqual([any.platform, amd64.platform], ['linux/amd64', 'linux/amd64']);
    assert.notEqual(any.id, amd64.id);
    const [classic, other] = [parse('28.5.2', 'classic/any'), parse('28.5.2', 'classic/amd64')];
    assert.deepEqual(classic, other);
    assert.deepEqual(parse('26.1.5', 'classic/any'), classic);
  });

  it('tells what is not there from what cannot be told', () => {
    for (const version of ['28.5.2', '26.1.5']) {
      assert.deepEqual([state(version, 'containerd/absent'), state(version, 'classic/absent')], ['absent', 'absent']);
      const down = parse(version, 'engine-down');
      assert.ok(down.state === 'failed' && down.problem.includes('Cannot connect to the Docker daemon'));
    }
    assert.deepEqual([state('28.5.2', 'containerd/arm64'), state('28.5.2', 'classic/arm64')], ['absent', 'absent']);
    assert.deepEqual(
      [state('26.1.5', 'containerd/arm64'), state('26.1.5', 'classic/arm64')],
      ['cannotSay', 'cannotSay'],
    );
  });
});
