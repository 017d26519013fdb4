import assert from 'node:assert/strict';
import { createInsecureRegistries } from '../../../../src/services/registry/insecureRegistries.ts';
import { isLoopback, maySendTo, outsideLookup } from '../../../../src/services/registry/destinations.ts';
import type { InsecureRegistries } from '../../../../src/tools/docker/info.ts';
import type { Runner } from '../../../../src/tools/process/runner.ts';

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
  it('is one that the user lists, and nobody is asked for it', async () => {
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

  it('is no name that turns out to be this machine', (done) => {
    outsideLookup('localhost', {}, (error, address) => {
      assert.equal(error?.code, 'FORBIDDEN_ADDRESS');
      assert.equal(address, '');
      done();
    });
  });
});
