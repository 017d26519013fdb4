import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { commandLine } from '../../../../src/tools/process/quote.ts';

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
});
