import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';

describe('diagnose', () => {
  it('knows when Docker itself is missing', () => {
    assert.equal(diagnose({ text: '', spawnError: 'ENOENT' }).code, 'dockerNotFound');
    const other = diagnose({ text: '', spawnError: 'EACCES' });
    assert.deepEqual([other.code, other.params.detail], ['unknown', 'EACCES']);
  });

  it('knows that a builder in a container has a loopback interface of its own', () => {
    const text =
      'ERROR: failed to push 127.0.0.1:5999/x:1: failed to do request: Head "https://127.0.0.1:5999/v2/x/": dial tcp 127.0.0.1:5999: connect: connection refused';
    assert.equal(diagnose({ text, driver: 'docker-container' }).params.reason, 'loopback');
    assert.equal(diagnose({ text, driver: 'docker' }).params.reason, 'connection');
  });

  it('logs in to the registry that refused, and to Docker Hub without a name', () => {
    const login = (image: string) =>
      diagnose({ text: `ERROR: failed to push ${image}: unexpected status: 401 Unauthorized` }).remedies.find(
        ({ id }) => id === 'runInTerminal',
      );
    assert.deepEqual(login('ghcr.io/me/app:1'), {
      id: 'runInTerminal',
      purpose: 'login',
      command: ['docker', 'login', 'ghcr.io'],
    });
    assert.deepEqual(login('docker.io/me/app:1'), {
      id: 'runInTerminal',
      purpose: 'login',
      command: ['docker', 'login'],
    });
    assert.equal(login('--help.x/me/app:1'), undefined);
  });

  it('frees the disk of the builder in use', () => {
    const text = 'ERROR: failed to solve: write /var/lib/buildkit/x: no space left on device';
    const command = (builder: string) =>
      diagnose({ text, builder }).remedies.flatMap((remedy) => ('command' in remedy ? [remedy.command] : []));
    assert.deepEqual(command('multiarch'), [['docker', 'buildx', 'prune', '--builder', 'multiarch']]);
    assert.deepEqual(command('$(touch pwned)'), [['docker', 'buildx', 'prune']]);
  });

  it('cuts and cleans what it takes from the text', () => {
    const name = `x\u202e${'y'.repeat(5000)}`;
    const { params } = diagnose({ text: `ERROR: \x1b]0;title\x07no\x1b[2J such\tthing ${name}\u2028.` });
    assert.match(params.detail ?? '', /^no such thing xy+…$/);
    assert.ok((params.detail ?? '').length <= 300);
  });
});
