import assert from 'node:assert/strict';
import { contextInUse, listContexts } from '../../../../src/tools/docker/contexts.ts';
import { readRecording } from '../../../support/recordedFailure.ts';

const recording = readRecording(new URL('../../../fixtures/docker/28.5.2/contexts.json', import.meta.url));

describe('docker context ls', () => {
  it('names all contexts', () => {
    const { args, parse } = listContexts('docker');
    assert.deepEqual(args, recording.args);
    assert.deepEqual(parse(recording), ['default', 'farm', 'laptop']);
    assert.deepEqual(
      parse({ exitCode: 0, stderr: '', stdout: 'null\n{"Name":7}\nwords\n{"Name":"a"}\n{"Name":"a"}' }),
      ['a'],
    );
  });
});

describe('contextInUse', () => {
  const chosen = '{"currentContext":"farm"}';

  it('goes by the address in the environment, then the name there, then what was chosen', () => {
    const host = 'tcp://192.0.2.1:2376';
    assert.deepEqual(contextInUse({ DOCKER_HOST: host, DOCKER_CONTEXT: 'a' }, chosen, 'linux'), {
      name: 'default',
      host,
    });
    assert.deepEqual(contextInUse({ DOCKER_HOST: '', DOCKER_CONTEXT: 'a' }, chosen, 'linux'), { name: 'a' });
    assert.deepEqual(contextInUse({ DOCKER_CONTEXT: '' }, chosen, 'linux'), { name: 'farm' });
  });

  it('is the default one of the system else, whatever the configuration holds', () => {
    for (const configuration of ['', '{', 'null', '[]', '{"currentContext":7}', '{"currentContext":""}']) {
      assert.deepEqual(contextInUse({}, configuration, 'linux'), {
        name: 'default',
        host: 'unix:///var/run/docker.sock',
      });
    }
    assert.deepEqual(contextInUse({}, '', 'win32'), { name: 'default', host: 'npipe:////./pipe/docker_engine' });
  });
});
