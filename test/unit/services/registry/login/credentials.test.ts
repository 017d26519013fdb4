import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Credential } from '../../../../../src/domain/configFiles/dockerConfig.ts';
import type { ImageReference } from '../../../../../src/domain/image/reference.ts';
import { createCredentials, type Credentials } from '../../../../../src/services/registry/login/credentials.ts';
import { createRegistryReader } from '../../../../../src/services/registry/registryReader.ts';
import type { Command } from '../../../../../src/tools/process/command.ts';
import { CancelledError, isCancelled } from '../../../../../src/tools/process/errors.ts';
import type { Runner } from '../../../../../src/tools/process/runner.ts';
import { createFakeClock, type FakeClock } from '../../../../support/fakeClock.ts';
import { startHostileServer, type HostileServer } from '../hostileServer.ts';

describe('logins out of Docker’s configuration', () => {
  let home = '';
  let clock: FakeClock;
  let credentials: Credentials;
  /** The input of the helper, and its output: a password, nothing, or an error. */
  let asked: string[] = [];
  let says: (server: string, signal: AbortSignal) => Promise<string | undefined>;
  beforeEach(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'credentials-'));
    await mkdir(path.join(home, '.docker'));
    await configure({ credsStore: 'vault' });
    clock = createFakeClock();
    asked = [];
    says = () => Promise.resolve('secret');
    const run = async (
      { file, args, input = '', parse }: Command<unknown>,
      { signal }: { readonly signal: AbortSignal },
    ) => {
      assert.deepEqual([file, args], ['/bin/docker-credential-vault', ['get']]);
      asked.push(input);
      const Secret = await says(input, signal);
      const stdout = Secret === undefined ? 'nothing' : JSON.stringify({ Username: 'me', Secret });
      return parse({ stdout, stderr: '', exitCode: Secret === undefined ? 1 : 0 });
    };
    credentials = createCredentials({
      runner: { run: run as unknown as Runner['run'] },
      env: {},
      home,
      after: clock.after,
      find: (name) => Promise.resolve(`/bin/${name}`),
    });
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  /** In Docker's format. */
  async function configure(config: object): Promise<void> {
    const file = path.join(home, '.docker', 'config.json');
    await writeFile(`${file}.new`, JSON.stringify(config));
    await rename(`${file}.new`, file);
  }
  const me = (password = 'secret'): Credential => ({ user: 'me', password });

  it('attack: a workspace of 24 repositories starts a helper for each', async () => {
    const all = Array.from({ length: 24 }, () => credentials.find('registry.example'));
    for (const found of await Promise.all(all)) {
      assert.deepEqual(found, me());
    }
    assert.deepEqual(await credentials.find('registry.example'), me());
    assert.deepEqual(asked, ['registry.example']);
    await credentials.find('docker.io');
    assert.deepEqual(asked, ['registry.example', 'https://index.docker.io/v1/']);
  });

  it('are kept for minutes, and then not even in memory', async () => {
    await credentials.find('registry.example');
    clock.pass(5 * 60_000 - 1);
    await credentials.find('registry.example');
    assert.equal(asked.length, 1);
    assert.equal(clock.timers(), 1);
    clock.pass(1);
    assert.equal(clock.timers(), 0);
    await credentials.find('registry.example');
    assert.equal(asked.length, 2);
  });

  it('are looked up again soon where a helper failed or knew nothing', async () => {
    for (const answer of [() => Promise.reject(new Error('locked')), () => Promise.resolve(undefined)]) {
      asked.length = 0;
      says = answer;
      assert.equal(await credentials.find('registry.example'), undefined);
      assert.equal(await credentials.find('registry.example'), undefined);
      assert.equal(asked.length, 1);
      says = () => Promise.resolve('secret');
      clock.pass(30_000);
      assert.deepEqual(await credentials.find('registry.example'), me());
      credentials.forget('registry.example');
    }
  });

  it('are looked up again when the registry did not take them, but not by each repository', async () => {
    const old = (await credentials.find('registry.example'))!;
    says = () => Promise.resolve('new');
    credentials.refused('registry.example', old);
    credentials.refused('registry.example', old);
    const fresh = (await credentials.find('registry.example'))!;
    assert.deepEqual(fresh, me('new'));
    assert.equal(asked.length, 2);
    // a late answer says nothing about the new login
    credentials.refused('registry.example', old);
    await credentials.find('registry.example');
    assert.equal(asked.length, 2);
    for (let repository = 0; repository < 24; repository++) {
      const found = (await credentials.find('registry.example'))!;
      credentials.refused('registry.example', found);
    }
    assert.equal(asked.length, 3, 'once more: it had the same');
    clock.pass(30_000);
    says = () => Promise.resolve('newest');
    assert.deepEqual(await credentials.find('registry.example'), me('newest'));
  });

  it('are those of the login of a moment ago', async () => {
    await credentials.find('registry.example');
    const before = await credentials.version();
    const auth = Buffer.from('you:other').toString('base64');
    await configure({ auths: { 'registry.example': { auth } } });
    assert.notEqual(await credentials.version(), before);
    assert.deepEqual(await credentials.find('registry.example'), { user: 'you', password: 'other' });
    await rm(path.join(home, '.docker'), { recursive: true });
    assert.equal(await credentials.find('registry.example'), undefined);
  });

  it('can be canceled by each caller; the helper is ended with the last one', async () => {
    const signals: AbortSignal[] = [];
    let answer: (secret: string) => void = () => undefined;
    says = (_, signal) =>
      new Promise((resolve, reject) => {
        signals.push(signal);
        answer = resolve;
        signal.addEventListener('abort', () => {
          reject(new CancelledError());
        });
      });
    const begun = async () => {
      while (signals.length === 0) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const [one, other] = [new AbortController(), new AbortController()];
    const both = [
      credentials.find('registry.example', one.signal),
      credentials.find('registry.example', other.signal),
    ] as const;
    await begun();
    one.abort();
    await assert.rejects(both[0], (error) => isCancelled(error));
    assert.equal(signals[0]!.aborted, false);
    answer('secret');
    assert.deepEqual(await both[1], me());
    credentials.forget('registry.example');
    signals.length = 0;
    const cancel = new AbortController();
    const alone = credentials.find('registry.example', cancel.signal);
    await begun();
    cancel.abort();
    await assert.rejects(alone, (error) => isCancelled(error));
    assert.equal(signals[0]!.aborted, true);
  });

  describe('for a registry', () => {
    let server: HostileServer;
    before(async () => {
      server = await startHostileServer();
    });
    after(() => server.stop());
    const read = async (count: number, refs = (index: number): ImageReference => repository(index)) => {
      const reader = createRegistryReader({
        credentials,
        authorities: () => Promise.resolve(undefined),
        isInsecure: () => Promise.resolve(false),
        now: clock.now,
        after: clock.after,
      });
      try {
        return await Promise.allSettled(Array.from({ length: count }, (_, index) => reader.manifest(refs(index))));
      } finally {
        reader.dispose();
      }
    };
    const repository = (index: number): ImageReference => ({ domain: server.host, path: `team/app${index}`, tag: '1' });
    const header = (password: string) => `Basic ${Buffer.from(`me:${password}`).toString('base64')}`;

    it('are asked for once for 24 repositories, with a password and with tokens', async () => {
      for (const way of ['basic', 'bearer']) {
        asked.length = 0;
        credentials.forget(server.host);
        server.answer = ({ url = '', headers }, response) => {
          if (url.startsWith('/token')) {
            response.end(JSON.stringify({ token: headers.authorization === header('secret') ? 'good' : 'bad' }));
          } else if ([header('secret'), 'Bearer good'].includes(headers.authorization ?? '')) {
            response.end('{}');
          } else {
            const challenge = way === 'basic' ? 'Basic realm="x"' : `Bearer realm="http://${server.host}/token"`;
            response.writeHead(401, { 'www-authenticate': challenge }).end();
          }
        };
        for (const { status } of await read(24)) {
          assert.equal(status, 'fulfilled');
        }
        assert.deepEqual(asked, [server.host], way);
      }
    });

    it('are asked for twice at most where it takes none of them', async () => {
      server.answer = ({ url = '' }, response) => {
        const challenge = url.includes('app1') ? 'Basic realm="x"' : `Bearer realm="http://${server.host}/token"`;
        response.writeHead(401, { 'www-authenticate': challenge }).end();
      };
      for (const { status } of await read(24)) {
        assert.equal(status, 'rejected');
      }
      assert.equal(asked.length, 2);
    });

    it('are replaced within the same read when the password was changed', async () => {
      let password = 'secret';
      server.answer = ({ headers }, response) => {
        const isGood = headers.authorization === header(password);
        response.writeHead(isGood ? 200 : 401, { 'www-authenticate': 'Basic realm="x"' }).end('{}');
      };
      const reader = createRegistryReader({
        credentials,
        authorities: () => Promise.resolve(undefined),
        isInsecure: () => Promise.resolve(false),
        now: clock.now,
        after: clock.after,
      });
      await reader.manifest(repository(1));
      password = 'changed';
      says = () => Promise.resolve('changed');
      assert.equal(String(await reader.manifest(repository(1))), '{}');
      assert.equal(asked.length, 2);
      reader.dispose();
    });
  });
});
