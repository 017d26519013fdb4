import assert from 'node:assert/strict';
import { binfmtImage, installBinfmt, isEngineEndpoint } from '../../../../src/tools/docker/binfmt.ts';

describe('installBinfmt', () => {
  it('takes out what is there, and puts in what works', () => {
    const run = ['run', '--privileged', '--rm', binfmtImage, '--uninstall', 'arm64,s390x', '--install', 'arm64,s390x'];
    assert.deepEqual(installBinfmt('docker', undefined, ['arm64', 's390x']).args, run);
    assert.deepEqual(installBinfmt('docker', 'desktop-linux', ['arm64', 's390x']).args, [
      '--context',
      'desktop-linux',
      ...run,
    ]);
    assert.deepEqual(installBinfmt('docker', 'ssh://me@there', ['arm64', 's390x']).args, [
      '--host',
      'ssh://me@there',
      ...run,
    ]);
  });

  it('attack: another image than the one that was looked at runs with all privileges', () => {
    assert.match(binfmtImage, /^tonistiigi\/binfmt:[\w.-]+@sha256:[0-9a-f]{64}$/);
  });

  it('hears what the installer complains of, though it ends with 0', () => {
    // the messages of tonistiigi/binfmt, cmd/binfmt/main.go
    const problems = (stderr: string) =>
      installBinfmt('docker', undefined, ['arm64']).parse({ stdout: '{}', stderr, exitCode: 0 }).problems;
    assert.deepEqual(problems('uninstalling: arm64 not found\ninstalling: arm64 OK\n'), []);
    assert.deepEqual(problems('installing: arm64 OK\ninstalling: sparc unsupported architecture: sparc\n'), [
      'installing: sparc unsupported architecture: sparc',
    ]);
    const mount = 'error: cannot mount binfmt_misc filesystem at /proc/sys/fs/binfmt_misc: operation not permitted';
    assert.deepEqual(problems(`${mount}\n`), [mount]);
  });

  it('goes only where the command line can be pointed at', () => {
    for (const [endpoint, is] of [
      ['default', true],
      ['unix:///var/run/docker.sock', true],
      ['--help', false],
      ['', false],
    ] as const) {
      assert.equal(isEngineEndpoint(endpoint), is, endpoint);
    }
  });
});
