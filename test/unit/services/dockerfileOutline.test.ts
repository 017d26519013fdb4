import assert from 'node:assert/strict';
import { createDockerfileOutline } from '../../../src/services/dockerfileOutline.ts';
import { outline } from '../../../src/tools/buildx/outline.ts';
import type { Runner } from '../../../src/tools/process/runner.ts';

const question = { file: 'api/Dockerfile', context: '-x', target: 'app', builder: 'farm' };

describe('the outline of a Dockerfile', () => {
  const read = (said: unknown) =>
    outline('docker', question).parse({ stdout: JSON.stringify(said), stderr: '', exitCode: 0 });

  it('is asked for without a build', () => {
    assert.equal(
      outline('docker', question).args.join(' '),
      'buildx build --call=outline,format=json --progress quiet --builder farm --file api/Dockerfile --target app ./-x',
    );
  });

  it('has what somebody can give, whatever else is in it', () => {
    assert.deepEqual(
      read({
        name: 'app',
        args: [{ name: 'V', value: '1' }, { name: 'TARGETARCH', value: 'amd64' }, { name: 'W', value: '' }, 3, {}],
        secrets: [{ name: 'npm', required: true, location: {} }, { name: '' }],
        ssh: [{ name: 'default' }],
      }),
      [
        { kind: 'arg', name: 'V', value: '1', required: false },
        { kind: 'arg', name: 'W', required: false },
        { kind: 'secret', id: 'npm', required: true },
        { kind: 'ssh', id: 'default', required: false },
      ],
    );
    assert.equal(read({ args: Array.from({ length: 500 }, (_, at) => ({ name: `A${at}` })) }).length, 200);
    assert.throws(() => read([]));
  });

  function service(minor: number, run: Runner['run']) {
    return createDockerfileOutline({
      runner: { run },
      environment: {
        docker: () => Promise.resolve('docker'),
        buildx: () => Promise.resolve({ text: `0.${minor}.0`, major: 0, minor }),
      },
    });
  }
  const { signal } = new AbortController();

  it('is not known where buildx or BuildKit does not say', async () => {
    const fails = () => Promise.reject(new Error('unsupported request'));
    assert.equal(await service(17, fails)(question, '/ws', signal), undefined);
    assert.equal(await service(16, () => assert.fail('asked'))(question, '/ws', signal), undefined);
    await assert.rejects(service(17, fails)(question, '/ws', AbortSignal.abort()));
  });

  it('is asked for in the folder that the paths count from', async () => {
    const folders: unknown[] = [];
    const run: Runner['run'] = ({ parse }, { directory } = {}) => {
      folders.push(directory);
      return Promise.resolve(parse({ stdout: '{"ssh":[{"name":"x"}]}', stderr: '', exitCode: 0 }));
    };
    assert.deepEqual(await service(38, run)(question, '/ws', signal), [{ kind: 'ssh', id: 'x', required: false }]);
    assert.deepEqual(folders, ['/ws']);
  });
});
