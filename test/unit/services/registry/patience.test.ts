import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import type { ImageReference } from '../../../../src/domain/image/reference.ts';
import { createRegistryReader, type RegistryReader } from '../../../../src/services/registry/registryReader.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { isRegistryError } from '../../../../src/tools/registry/errors.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakeClock.ts';
import { fixedCredentials } from '../../../support/fixedCredentials.ts';
import { startHostileServer, type HostileServer } from './hostileServer.ts';

describe('a registry that wants to be left alone', () => {
  let server: HostileServer;
  let clock: FakeClock;
  let reader: RegistryReader;
  let login = '';
  before(async () => {
    server = await startHostileServer();
  });
  after(() => server.stop());
  beforeEach(() => {
    clock = createFakeClock();
    server.asked.length = 0;
    login = 'none';
    reader = createRegistryReader({
      credentials: { ...fixedCredentials(), version: () => Promise.resolve(login) },
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(false),
      now: clock.now,
      after: clock.after,
    });
  });
  afterEach(() => {
    reader.dispose();
    assert.equal(clock.timers(), 0);
  });
  const app = (tag = '1'): ImageReference => ({ domain: server.host, path: 'team/app', tag });
  const refusal = (seconds?: number | string, status = 429) =>
    [status, seconds === undefined ? {} : { 'retry-after': String(seconds) }] as const;
  /** Answers everything, after these responses. */
  const refuses = (...refusals: readonly (readonly [number, object])[]) => {
    const left = [...refusals];
    server.answer = (_, response: ServerResponse) => {
      const [status, headers] = left.shift() ?? [200, {}];
      response.writeHead(status, { ...headers }).end(status === 200 ? '{}' : '');
    };
  };
  /** Resolves when a request waits for the registry, with the number of seconds. */
  const waiting = () =>
    new Promise<number>((resolve) => {
      const stop = reader.onDidChangeWaits(() => {
        const seconds = reader.waitOf(server.host);
        if (seconds !== undefined) {
          stop();
          resolve(seconds);
        }
      });
    });
  /** Advances the time whenever all requests are answered, until everything is done. */
  async function passing<T>(work: Promise<T>): Promise<T> {
    let isDone = false;
    const done = () => {
      isDone = true;
    };
    work.then(done, done);
    while (!(isDone as boolean)) {
      await new Promise((resolve) => setImmediate(resolve));
      if (clock.timers() > 0) {
        clock.pass(1000);
      }
    }
    return work;
  }

  it('attack: one “429 Retry-After: 1” among 60 reads fails all the others', async () => {
    let count = 0;
    server.answer = (_, response) => {
      count++;
      if (count === 5) {
        response.writeHead(429, { 'retry-after': '1' }).end();
      } else {
        response.end('{}');
      }
    };
    const all = Array.from({ length: 60 }, (_, index) => reader.manifest(app(String(index))));
    const answers = await passing(Promise.all(all));
    assert.equal(answers.length, 60);
    assert.equal(server.asked.length, 61, 'one is asked for again, and nothing else');
  });

  it('attack: every first request is refused for a moment', async () => {
    const seen = new Set<string>();
    server.answer = ({ url = '' }, response) => {
      if (seen.has(url)) {
        response.end('{}');
      } else {
        seen.add(url);
        response.writeHead(429, { 'retry-after': '2' }).end();
      }
    };
    const all = Array.from({ length: 20 }, (_, index) => reader.manifest(app(String(index))));
    assert.equal((await passing(Promise.all(all))).length, 20);
  });

  it('is waited for by all who want something of it, who are told how long', async () => {
    refuses(refusal(20));
    const told = waiting();
    const [one, other] = [reader.manifest(app()), reader.digestOf(app('2'))];
    assert.equal(await told, 20);
    assert.equal(reader.waitOf('other.example'), undefined);
    await passing(Promise.all([one, other]));
    assert.equal(reader.waitOf(server.host), undefined);
  });

  it('is understood by seconds, by a date and without either', async () => {
    for (const [header, expected] of [
      ['7', 7],
      [new Date(Date.now() + 10_000).toUTCString(), 10],
      [new Date(Date.now() - 10_000).toUTCString(), 1],
      ['0', 1],
      [undefined, 5],
      ['nonsense', 5],
    ] as const) {
      refuses(refusal(header));
      const told = waiting();
      const answer = reader.manifest(app());
      // a date has no fractions of a second
      assert.ok(Math.abs((await told) - expected) <= 1, header);
      await passing(answer);
    }
    refuses(refusal(3, 503));
    assert.equal(String(await passing(reader.manifest(app()))), '{}');
    refuses(refusal(undefined, 503));
    await assert.rejects(reader.manifest(app()), { status: 503 });
  });

  it('is waited for by each only as long as it wants to', async () => {
    refuses(refusal(10));
    const told = waiting();
    const cancel = new AbortController();
    const [one, other] = [reader.manifest(app(), cancel.signal), reader.manifest(app('2'))];
    await told;
    cancel.abort();
    await assert.rejects(one, (error) => isCancelled(error));
    assert.equal(String(await passing(other)), '{}');
  });

  it('fails requests if it is long, with the time, until a retry', async () => {
    refuses(refusal(300));
    await assert.rejects(reader.manifest(app()), (error) => isRegistryError(error) && error.retryAfter === 300);
    await assert.rejects(reader.manifest(app()), (error) => isRegistryError(error) && error.retryAfter === 300);
    assert.equal(server.asked.length, 1);
    reader.tryAgain('other.example');
    await assert.rejects(reader.manifest(app()));
    reader.tryAgain(server.host);
    assert.equal(String(await reader.manifest(app())), '{}');
  });

  it('ends after a login', async () => {
    refuses(refusal(300));
    await assert.rejects(reader.manifest(app()));
    await assert.rejects(reader.manifest(app()));
    login = 'another';
    assert.equal(String(await reader.manifest(app())), '{}');
    assert.equal(server.asked.length, 2);
  });

  it('is not waited for where nothing is left of the limit', async () => {
    refuses([429, { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '0;w=21600' }]);
    await assert.rejects(reader.manifest(app()), { status: 429 });
    assert.equal(reader.quotaOf(server.host)?.remaining, 0);
  });

  it('keeps no caller waiting when everything ends', async () => {
    refuses(refusal(10));
    const told = waiting();
    const answer = reader.manifest(app());
    await told;
    reader.dispose();
    await assert.rejects(answer, (error) => isCancelled(error));
  });
});
