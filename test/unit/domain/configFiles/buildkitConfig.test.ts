import assert from 'node:assert/strict';
import { buildkitToml, isLoopbackHost, isRegistryHost } from '../../../../src/domain/configFiles/buildkitConfig.ts';

describe('buildkitToml', () => {
  it('has a table for each registry', () => {
    assert.equal(
      buildkitToml([
        { host: 'localhost:5000', http: true },
        { host: 'r.example', insecure: true, ca: '/etc/ca.pem' },
      ]),
      `[registry."localhost:5000"]
  http = true

[registry."r.example"]
  http = false
  insecure = true
  ca = ["/etc/ca.pem"]
`,
    );
  });

  it('keeps what there was', () => {
    assert.equal(
      buildkitToml([{ host: 'a', http: true }], 'debug = true\n'),
      'debug = true\n\n[registry."a"]\n  http = true\n',
    );
  });

  it('lets no name and no path out of its string', () => {
    assert.match(
      buildkitToml([{ host: 'a', ca: '/x"]\nhttp = true #\\' }]),
      /^ {2}ca = \["\/x\\"\]\\u000ahttp = true #\\\\"\]$/m,
    );
    assert.match(buildkitToml([{ host: 'a', ca: 'C:\\certs\\ca.pem' }]), /"C:\/certs\/ca\.pem"/);
  });
});

describe('isRegistryHost', () => {
  it('takes hosts with and without a port', () => {
    assert.ok(['docker.io', 'localhost:5000', '127.0.0.1:1', '[::1]:5000', 'a'].every(isRegistryHost));
  });

  it('takes nothing else', () => {
    assert.deepEqual(
      ['', '-a', 'a"', 'a/b', 'a\n', 'a:x', 'https://a', 'a b', 'a'.repeat(300)].filter(isRegistryHost),
      [],
    );
  });

  it('tells what means the machine itself', () => {
    assert.ok(['localhost', 'localhost:5000', '127.0.0.53:1', '[::1]:1'].every(isLoopbackHost));
    assert.ok(!['localhost.example', '127.0.0.1.example', '10.0.0.1:5000'].some(isLoopbackHost));
  });
});
