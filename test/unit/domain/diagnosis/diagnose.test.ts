import assert from 'node:assert/strict';
import { diagnose } from '../../../../src/domain/diagnosis/diagnose.ts';
import { failedRun } from '../../../support/failedRun.ts';

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

  it('repeats every fault that a registry lists below each other', () => {
    const text = 'ERROR: failed to push r.example/a: errors:\ndigest invalid: no match\nmanifest blob unknown: gone\n';
    assert.equal(
      diagnose({ text }).params.detail,
      'failed to push r.example/a: errors: digest invalid: no match; manifest blob unknown: gone',
    );
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

  it('names the machine of a builder, its node and what ssh said', () => {
    const text =
      'ERROR: error during connect: Get "http://docker.example.com/v1.24/containers/buildx_buildkit_multi1/json": command [ssh -l me -- arm.example.com docker system dial-stdio] has exited with exit status 255, make sure the URL is valid: stderr=me@arm.example.com: Permission denied (publickey).';
    const { code, params } = diagnose({ text, builder: 'multi', driver: 'docker-container' });
    assert.equal(code, 'builderLogin');
    assert.deepEqual(params, {
      host: 'arm.example.com',
      builder: 'multi',
      node: 'multi1',
      reason: 'key',
      detail: 'me@arm.example.com: Permission denied (publickey).',
    });
  });

  it('names the token service whose certificate it is', () => {
    const text =
      'ERROR: failed to solve: failed to push registry.example.com/app:1: failed to authorize: failed to fetch oauth token: Post "https://auth.example.com/token": tls: failed to verify certificate: x509: certificate signed by unknown authority';
    const { code, params } = diagnose({ text });
    assert.deepEqual(
      [code, params.registry, params.server],
      ['registryUnknownCertificate', 'registry.example.com', 'auth.example.com'],
    );
  });

  it('knows Docker Hub by its token service, and the repository by the scope', () => {
    const text =
      'ERROR: failed to solve: failed to fetch oauth token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Aacme%2Fapp%3Apull%2Cpush&service=registry.docker.io: 401 Unauthorized';
    const { code, params } = diagnose({ text });
    assert.deepEqual(
      [code, params.registry, params.image],
      ['registryLoginRequired', 'docker.io', 'docker.io/acme/app'],
    );
  });

  it('takes the emulator out of a command, and knows by it that the step was emulated', () => {
    const text = (exitCode: number) =>
      `error: failed to solve: process "/dev/.buildkit_qemu_emulator /bin/sh -c make" did not complete successfully: exit code: ${exitCode}`;
    assert.equal(diagnose({ text: text(1) }).params.step, 'make');
    assert.equal(diagnose({ text: text(139) }).code, 'emulatorCrashed');
  });

  it('tells both platforms of an image that is another one', () => {
    const text =
      'image with reference app:1 was found but does not match the specified platform: wanted linux/amd64, actual: linux/arm64/v8';
    const { params } = diagnose({ text });
    assert.deepEqual([params.platform, params.found], ['linux/amd64', 'linux/arm64/v8']);
  });

  it('reads a summary whose beginning is cut off', () => {
    const text =
      ' > [app 5/8] COPY --from=build /out/app /:\n------\nERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref a::b: "/out/app": not found';
    const { code, params } = diagnose({ text });
    assert.deepEqual([code, params.found, params.file], ['copyFromMissing', 'build', '/out/app']);
  });

  it('says what to look at where facts do not decide', () => {
    const reason = (log: string, exitCode: number, how: 'native' | 'emulated') =>
      diagnose(failedRun('/bin/sh -c make', log, { routes: [{ platform: 'linux/arm64', how }] }, exitCode)).params
        .reason;
    assert.equal(reason('Segmentation fault\n', 139, 'emulated'), 'crashEmulated');
    assert.equal(reason('Segmentation fault\n', 139, 'native'), 'crash');
    assert.equal(
      reason('FATAL ERROR: Reached heap limit\nqemu: uncaught target signal 6 (Aborted)\n', 134, 'emulated'),
      'heap',
    );
    assert.equal(reason('E: Unable to locate package tool\n', 100, 'native'), 'package');
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
