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
