import assert from 'node:assert/strict';
import { createInsecureRegistries } from '../../../../../src/services/registry/http/insecureRegistries.ts';
import {
  createLookups,
  isLoopback,
  maySendTo,
  type Resolve,
} from '../../../../../src/services/registry/http/destinations.ts';
import type { InsecureRegistries } from '../../../../../src/tools/docker/info.ts';
import type { Runner } from '../../../../../src/tools/process/runner.ts';

function setUp(answer: InsecureRegistries | Error, listed: readonly string[] = []) {
  const asked: string[] = [];
  const run = ({ args }: { readonly args: readonly string[] }) => {
    asked.push(args.join(' '));
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  const isInsecure = createInsecureRegistries({
    runner: { run: run as unknown as Runner['run'] },
    docker: () => Promise.resolve('docker'),
    listed: () => listed,
  });
  return { isInsecure, asked };
}

const engine = {
  hosts: ['registry.example:5000'],
  networks: ['::1/128', '127.0.0.0/8', '198.18.0.0/16', 'nonsense', '10.0.0.0/99'],
};

describe('a registry without TLS', () => {
  it('is one that the user lists, without a request to the engine', async () => {
    const { isInsecure, asked } = setUp(engine, ['Own.example:5000', 'plain.example']);
    assert.equal(await isInsecure('own.example:5000'), true);
    assert.equal(await isInsecure('plain.example'), true);
    assert.deepEqual(asked, []);
    assert.equal(await isInsecure('own.example:5001'), false);
    assert.equal(await isInsecure('plain.example:80'), false);
  });

  it('or one that the engine lists, by name or network, which is asked once', async () => {
    const { isInsecure, asked } = setUp(engine);
    for (const [host, expected] of [
      ['registry.example:5000', true],
      ['registry.example', false],
      ['docker.io', false],
      ['198.18.3.1:5000', true],
      ['198.20.3.1:5000', false],
      ['[::1]:5000', true],
      ['registry.example.invalid', false],
    ] as const) {
      assert.equal(await isInsecure(host), expected, host);
    }
    assert.deepEqual(asked, ['info --format {{json .RegistryConfig}}']);
  });

  it('attack: whoever answers DNS has a password sent without TLS', async () => {
    // each of these resolves to 127.0.0.1 here, which every engine lists
    const { isInsecure } = setUp({ hosts: [], networks: ['0.0.0.0/0', '::/0'] });
    for (const host of [
      'localhost',
      'localhost:5000',
      'sub.localhost',
      '127.1:5000',
      '2130706433',
      '0x7f.0.0.1:5000',
    ]) {
      assert.equal(await isInsecure(host), false, host);
    }
    for (const host of ['127.0.0.1', '127.0.0.1:5000', '[::1]:5000', '[::ffff:10.0.0.1]:5000']) {
      assert.equal(await isInsecure(host), true, host);
    }
  });

  it('is none while no engine answers, which is asked again', async () => {
    const { isInsecure, asked } = setUp(new Error('no docker'));
    assert.equal(await isInsecure('registry.example:5000'), false);
    assert.equal(await isInsecure('registry.example:5000'), false);
    assert.equal(asked.length, 2);
  });
});

describe('where a registry may send us', () => {
  const to = (url: string) => new URL(url);

  it('is anywhere but this machine and its link', () => {
    for (const url of [
      ...[
        'https://localhost/',
        'https://a.localhost:1/',
        'https://localhost./',
        'https://127.0.0.1/',
        'https://0x7f.1/',
      ],
      ...['https://[::1]/', 'https://[::ffff:127.0.0.1]/', 'https://0.0.0.0/', 'https://[::]/'],
      ...['https://169.254.169.254/latest', 'https://[fe80::1]/'],
    ]) {
      assert.equal(maySendTo('registry.example', to(url)), false, url);
      assert.equal(maySendTo('127.0.0.1:5000', to(url)), true, url);
    }
    for (const url of [
      'https://blobs.example/',
      'https://10.1.2.3/',
      'https://[fd00::1]/',
      'https://localhost.example/',
    ]) {
      assert.equal(maySendTo('registry.example', to(url)), true, url);
    }
  });

  it('is on this machine where the registry is', () => {
    for (const host of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.8.8.8', '[::1]:5000']) {
      assert.equal(isLoopback(host), true, host);
    }
    for (const host of ['localhost.example', '127.0.0.1.example', '128.0.0.1', '[::2]:5000']) {
      assert.equal(isLoopback(host), false, host);
    }
  });

  const resolvesTo =
    (...addresses: readonly string[]): Resolve =>
    (_, __, callback) => {
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    };
  const found = (lookup: 'outside' | 'loopback', ...addresses: readonly string[]) =>
    new Promise((resolve) => {
      createLookups(resolvesTo(...addresses))[lookup]('name.example', {}, (error, address) => {
        resolve(error?.code ?? address);
      });
    });

  it('attack: a name turns out to be this machine, or a cloud\u2019s store of its secrets', async () => {
    for (const address of [
      ...['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1', '::ffff:7f00:1'],
      ...['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1%eth0', 'fd00:ec2::254', '100.100.100.200'],
    ]) {
      assert.equal(await found('outside', address), 'FORBIDDEN_ADDRESS', address);
      assert.equal(await found('outside', '192.0.2.1', address), 'FORBIDDEN_ADDRESS', address);
    }
    assert.equal(await found('outside', '192.0.2.1', '10.0.0.1'), '192.0.2.1');
  });

  it('attack: a name that stands for this machine turns out to be another one', async () => {
    for (const addresses of [['192.0.2.1'], ['127.0.0.1', '192.0.2.1'], ['2001:db8::1'], ['169.254.169.254'], []]) {
      assert.equal(await found('loopback', ...addresses), 'FORBIDDEN_ADDRESS', addresses.join());
    }
    assert.equal(await found('loopback', '::1', '127.0.0.1'), '::1');
  });

  it('is an error where a name has no address, or all that there are', (done) => {
    const { outside } = createLookups((_, __, callback) => {
      callback(Object.assign(new Error('nobody'), { code: 'ENOTFOUND' }), []);
    });
    outside('name.example', {}, (error) => {
      assert.equal(error?.code, 'ENOTFOUND');
      createLookups(resolvesTo('192.0.2.1', '192.0.2.2')).outside('name.example', { all: true }, (_, addresses) => {
        assert.equal(addresses.length, 2);
        done();
      });
    });
  });
});
