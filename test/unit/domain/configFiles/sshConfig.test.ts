import assert from 'node:assert/strict';
import { readSshConfig } from '../../../../src/domain/configFiles/sshConfig.ts';

describe('readSshConfig', () => {
  it('finds hosts and includes, and no patterns', () => {
    const text = `Include config.d/* "~/other config"
# Host commented
Host builder arm  *.internal !not builder
  HostName 10.0.0.1
host=mac "quoted" # not this
Match host elsewhere
\tHOST\tlast?one -oProxyCommand=x
`;
    assert.deepEqual(readSshConfig(text), {
      hosts: ['builder', 'arm', 'mac', 'quoted'],
      includes: ['config.d/*', '~/other config'],
    });
  });
});

describe('ssh_config, attacked', () => {
  it('attack: blanks are walked back and forth, and a million words overflow the stack', () => {
    const blanks = ' \t'.repeat(150_000);
    assert.deepEqual(
      readSshConfig(`Host${blanks}a${blanks}b\nHost =${blanks}c\u0085${blanks}d`).hosts,
      ['a', 'b', 'c\u0085', 'd'].filter((name) => name.length === 1),
    );
    assert.equal(readSshConfig(`Include ${'x '.repeat(1_000_000)}`).includes.length, 1_000_000);
  });
});
