import assert from 'node:assert/strict';
import { linkTarget, normalized, windowsPath } from '../../../../src/domain/inside/filePaths.ts';
import { candidatesFor, startOf } from '../../../../src/domain/inside/startOf.ts';

const start = (config: object, os = 'linux') => startOf(JSON.stringify({ os, config }));
const programs = (config: object) => start(config)?.programs;
const candidates = (config: object, os?: string) => {
  const found = start(config, os);
  return found && candidatesFor(found.programs[0], found.where);
};

describe('what an image starts', () => {
  it('is its entrypoint, else its command, where that can be', () => {
    assert.deepEqual(programs({ Entrypoint: ['/app'], Cmd: ['x'] }), ['/app']);
    assert.deepEqual(candidates({ Cmd: ['server'], Env: ['A=b', 'PATH=/opt/bin:/bin:relative'] }), [
      'opt/bin/server',
      'bin/server',
    ]);
    assert.deepEqual(candidates({ Cmd: ['./run'], WorkingDir: '/srv/../home' }), ['home/run']);
    assert.equal(candidates({ Cmd: ['sh'] })?.includes('usr/bin/sh'), true);
  });

  it('is nothing where the configuration says nothing', () => {
    for (const text of ['', '[]', '{}', '{"config":{"Entrypoint":[]}}', '{"config":{"Cmd":"x"}}']) {
      assert.equal(startOf(text), undefined, text);
    }
  });

  it('is the program of a shell’s command too, where that is plain', () => {
    const shell = (command: string) => programs({ Cmd: ['/bin/sh', '-c', command] })?.[1];
    assert.deepEqual(['exec /app --flag', 'app', ' ./run.sh && true', 'nginx -g "daemon off;"'].map(shell), [
      '/app',
      'app',
      './run.sh',
      'nginx',
    ]);
    for (const command of [
      'cd /x && app',
      'A=b app',
      '$APP',
      '"/a b"',
      '(app)',
      'if true',
      'echo x',
      '',
      'exec',
      '[ -f x ]',
    ]) {
      assert.equal(shell(command), undefined, command);
    }
    assert.deepEqual(programs({ Entrypoint: ['/bin/bash', '-lc'], Cmd: ['exec java -jar x'] }), ['/bin/bash', 'java']);
    assert.deepEqual(programs({ Entrypoint: ['/bin/sh', '/start.sh'] }), ['/bin/sh']);
  });

  it('is what an init starts in its turn', () => {
    assert.deepEqual(programs({ Entrypoint: ['/sbin/tini', '--'], Cmd: ['/bin/sh', '-c', 'exec app'] }), [
      '/sbin/tini',
      '/bin/sh',
      'app',
    ]);
    assert.deepEqual(programs({ Entrypoint: ['dumb-init', 'node', 'x.js'] }), ['dumb-init', 'node']);
    assert.deepEqual(programs({ Entrypoint: ['tini', '-g', '--', 'node'] }), ['tini']);
  });

  it('is looked up as Windows does it', () => {
    const windows = (config: object) => candidates(config, 'windows');
    assert.deepEqual(windows({ Entrypoint: ['C:\\App\\Server.exe'] }), ['app/server.exe']);
    assert.deepEqual(windows({ Cmd: ['cmd'], Env: ['Path=C:\\Windows\\System32'], WorkingDir: 'C:\\' }), [
      'cmd',
      'cmd.exe',
      'windows/system32/cmd',
      'windows/system32/cmd.exe',
    ]);
  });

  it('is found behind links, and never outside', () => {
    assert.equal(linkTarget('bin/sh', 'busybox'), 'bin/busybox');
    assert.equal(linkTarget('usr/bin/x', '../../lib/y'), 'lib/y');
    assert.equal(linkTarget('bin/x', '/opt/y'), 'opt/y');
    assert.equal(normalized('../../etc/./passwd//'), 'etc/passwd');
    assert.equal(windowsPath('Files\\Windows\\..\\App.EXE'), 'files/app.exe');
  });
});
