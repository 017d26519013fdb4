import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { commandLine, commandLineIn } from '../../../../src/tools/process/quote.ts';

describe('commandLine', () => {
  it('leaves plain words alone', () => {
    assert.equal(
      commandLine(
        ['docker', 'buildx', 'build', '--platform', 'linux/amd64,linux/arm64', '--tag', 'r.io:5000/a/b:1.0', '.'],
        'linux',
      ),
      'docker buildx build --platform linux/amd64,linux/arm64 --tag r.io:5000/a/b:1.0 .',
    );
  });

  it('quotes for PowerShell on Windows', () => {
    assert.equal(commandLine(['docker', "it's $(x)"], 'win32'), "docker 'it''s $(x)'");
  });

  it('attack: a typographic quote ends a word in PowerShell', () => {
    for (const quote of ["'", '\u2018', '\u2019', '\u201a', '\u201b']) {
      assert.equal(
        commandLine(['docker', `a${quote}; calc; ${quote}`], 'win32'),
        `docker 'a${quote}${quote}; calc; ${quote}${quote}'`,
      );
    }
    assert.equal(
      commandLine(['C:\\Program Files\\docker.exe', '-a.b'], 'win32'),
      "& 'C:\\Program Files\\docker.exe' '-a.b'",
    );
  });

  it('attack: a backslash ends a word in fish, an unseen character one in dash', () => {
    assert.equal(commandLine(['docker', 'a\\', '; calc; '], 'linux'), "docker 'a'\\\\ '; calc; '");
    assert.equal(commandLine(['docker', "a\n'; calc; '"], 'linux'), "docker $'a\\u000a\\u0027; calc; \\u0027'");
    assert.equal(commandLine(['docker', 'a\u{e0041}\u202eb'], 'linux'), "docker $'a\\U000e0041\\u202eb'");
    assert.equal(commandLine(['a=b', '=ls', '%1'], 'linux'), "'a=b' '=ls' '%1'");
  });

  it('attack: a word becomes a command in dash', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const hostile = fc.array(
      fc
        .array(fc.constantFrom("'", '\\', '\n', ';', ' ', '$', '`', '"', 'touch x', '\u202e', '#', '&'), {
          maxLength: 12,
        })
        .map((parts) => parts.join('')),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(hostile, (argv) => {
        // only a missing command may run: dash reports it once and ends with 127
        const { status, stderr } = spawnSync('sh', ['-c', commandLine(['/nowhere', ...argv], 'linux')], {
          encoding: 'utf8',
          env: {},
        });
        assert.equal(status, 127);
        assert.equal(stderr.trim().split('\n').length, 1, stderr);
      }),
      { numRuns: 50 },
    );
  });

  it('is read back by a real shell as the same words', function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const words = fc.array(
      fc.string({ unit: 'binary', maxLength: 20 }).filter((word) => !word.includes('\0')),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(words, (argv) => {
        const script = `printf '%s\\0' x ${commandLine(argv, 'linux')}`;
        const out = execFileSync('bash', ['--norc', '-c', script], {
          encoding: 'utf8',
          env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' },
        });
        assert.deepEqual(out.split('\0').slice(1, -1), argv);
      }),
      { numRuns: 20 },
    );
  });

  it('goes to another folder first, in the words of the shell, or stays where it is', () => {
    const argv = ['docker', 'buildx', 'build', '.'];
    assert.equal(commandLineIn('', argv, {}, 'linux'), 'docker buildx build .');
    assert.equal(commandLineIn('my app', argv, {}, 'linux'), "cd 'my app' && docker buildx build .");
    assert.equal(commandLineIn('my app', argv, {}, 'win32'), "cd 'my app'; docker buildx build .");
    const variables = { TAG: '1', 'A-B': "it's" };
    assert.equal(
      commandLineIn('app', argv, variables, 'linux'),
      String.raw`cd app && env TAG=1 'A-B=it'\''s' docker buildx build .`,
    );
    assert.equal(
      commandLineIn('app', argv, variables, 'win32'),
      "cd app; ${env:TAG} = '1'; ${env:A-B} = 'it''s'; docker buildx build .",
    );
  });
});
