import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Credential } from '../../../../src/domain/configFiles/dockerConfig.ts';
import type { ImageReference } from '../../../../src/domain/image/reference.ts';
import { createRegistryReader } from '../../../../src/services/registry/registryReader.ts';
import { isCancelled } from '../../../../src/tools/process/errors.ts';
import { isRegistryError, type RegistryErrorKind } from '../../../../src/tools/registry/errors.ts';
import { fixedCredentials } from '../../../support/fixedCredentials.ts';
import { startHostileServer, type HostileServer } from './hostileServer.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const secret: Credential = { user: 'me', password: 'pass:word' };
const basic = `Basic ${Buffer.from('me:pass:word').toString('base64')}`;

describe('a reader of registries', () => {
  const servers: HostileServer[] = [];
  let server: HostileServer;
  let elsewhere: HostileServer;
  before(async () => {
    server = await startHostileServer();
    elsewhere = await startHostileServer();
    servers.push(server, elsewhere);
  });
  beforeEach(() => {
    server.asked.length = 0;
    elsewhere.asked.length = 0;
    clock = 0;
  });
  after(() => Promise.all(servers.map(({ stop }) => stop())));
  let clock = 0;
  const readers: { dispose(): void }[] = [];
  afterEach(() => {
    for (const reader of readers.splice(0)) {
      reader.dispose();
    }
  });
  const readerWith = (credential?: Credential, timeout = 5000) => {
    const reader = createRegistryReader({
      credentials: fixedCredentials(credential),
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(false),
      now: () => clock,
      timeout,
    });
    readers.push(reader);
    return reader;
  };
  const app = (tag = '1'): ImageReference => ({ domain: server.host, path: 'team/app', tag });
  const failed = (kind: RegistryErrorKind, status?: number) => (error: unknown) =>
    isRegistryError(error) && error.kind === kind && error.status === status;
  const says = (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
    server.answer = answer;
  };
  const tokens = (answers: Record<string, unknown> = { token: 'abc' }, status = 200) => {
    elsewhere.answer = (_, response) => response.writeHead(status).end(JSON.stringify(answers));
  };
  const wantsToken = (good: string) => {
    says((request, response) => {
      if (request.headers.authorization === `Bearer ${good}`) {
        response.end('{}');
      } else {
        response
          .writeHead(401, {
            'www-authenticate': `Bearer realm="http://${elsewhere.host}/token",service="it",scope="repository:team/app:pull"`,
          })
          .end();
      }
    });
  };

  it('finds out that a registry on this machine speaks plain http, once', async () => {
    says((_, response) => response.end('{}'));
    const reader = readerWith();
    assert.equal(String(await reader.manifest(app())), '{}');
    assert.equal(String(await reader.manifest(app())), '{}');
    assert.deepEqual(
      server.asked.map(({ method, path }) => [method, path]),
      [
        ['GET', '/v2/team/app/manifests/1'],
        ['GET', '/v2/team/app/manifests/1'],
      ],
    );
  });

  it('asks for the digest of a tag without reading it', async () => {
    says((_, response) => response.writeHead(200, { 'docker-content-digest': digest }).end());
    assert.equal(await readerWith().digestOf(app()), digest);
    assert.equal(server.asked[0]?.method, 'HEAD');
    says((_, response) => response.writeHead(200, { 'docker-content-digest': 'sha256:nonsense' }).end());
    assert.equal(await readerWith().digestOf(app()), undefined);
  });

  it('logs in with a password only if the registry requires one', async () => {
    says((request, response) => {
      const good = request.headers.authorization === basic;
      response.writeHead(good ? 200 : 401, { 'www-authenticate': 'Basic realm="x"' }).end('{}');
    });
    const reader = readerWith(secret);
    await Promise.all([reader.manifest(app()), reader.manifest(app('2'))]);
    await reader.manifest(app('3'));
    assert.deepEqual(
      server.asked.map(({ authorization }) => authorization).sort(),
      [basic, basic, basic, undefined, undefined].sort(),
    );
  });

  it('gets one token for all who ask for a repository, and another one when it is over', async () => {
    wantsToken('abc');
    tokens({ token: 'abc', expires_in: 300 });
    const reader = readerWith(secret);
    await Promise.all(['1', '2', '3', '4'].map((tag) => reader.manifest(app(tag))));
    assert.equal(elsewhere.asked.length, 1);
    assert.equal(elsewhere.asked[0]?.authorization, basic);
    assert.match(elsewhere.asked[0].path, /^\/token\?service=it&scope=repository%3Ateam%2Fapp%3Apull$/);
    clock = 299_000;
    await reader.manifest(app());
    assert.equal(elsewhere.asked.length, 2);
  });

  it('attack: one of those who share a login cancels it for the others', async () => {
    wantsToken('abc');
    const open: ServerResponse[] = [];
    elsewhere.answer = (_, response) => open.push(response);
    const reader = readerWith(secret);
    const cancel = new AbortController();
    const [one, other] = [reader.manifest(app(), cancel.signal), reader.manifest(app('2'))];
    while (server.asked.length < 2 || open.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    cancel.abort();
    await assert.rejects(one, isCancelled, 'who does not want it any more does not wait for it');
    open[0]!.end('{"token":"abc"}');
    assert.equal(String(await other), '{}');
    assert.equal(elsewhere.asked.length, 1);
  });

  it('ends a login when all callers have canceled', async () => {
    wantsToken('abc');
    const ended = new Promise((resolve) => {
      elsewhere.answer = (_, response) => response.on('close', resolve);
    });
    const cancel = new AbortController();
    const asked = readerWith(secret).manifest(app(), cancel.signal);
    while (elsewhere.asked.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    cancel.abort();
    await assert.rejects(asked, isCancelled);
    await ended;
  });

  it('exchanges an identity token, and gets a token without a login', async () => {
    wantsToken('abc');
    tokens({ access_token: 'abc' });
    await readerWith({ user: '', password: '', identityToken: 'id' }).manifest(app());
    assert.deepEqual([elsewhere.asked[0]?.method, elsewhere.asked[0]?.authorization], ['POST', undefined]);
    await readerWith().manifest(app());
    assert.deepEqual([elsewhere.asked[1]?.method, elsewhere.asked[1]?.authorization], ['GET', undefined]);
  });

  it('gives up where it is refused again and again', async () => {
    wantsToken('never');
    tokens();
    await assert.rejects(readerWith(secret).manifest(app()), failed('status', 401));
    assert.equal(server.asked.length, 2);
    tokens({}, 403);
    await assert.rejects(readerWith(secret).manifest(app()), failed('status', 403));
  });

  it('makes no header of a token that is none', async () => {
    wantsToken('abc');
    for (const token of ['a\r\nx: y', '', 7, 'ä', 'x'.repeat(70_000)]) {
      tokens({ token });
      await assert.rejects(readerWith(secret).manifest(app()), failed('broken'));
    }
    elsewhere.answer = (_, response) => response.end('<html>');
    await assert.rejects(readerWith(secret).manifest(app()), failed('broken'));
  });

  it('tells no password to a token service without https, nor to one on another machine', async () => {
    says((_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://registry.example.invalid/token"' }).end(),
    );
    await assert.rejects(readerWith(secret).manifest(app()), failed('broken'));
    for (const realm of ['Digest realm="x"', 'Bearer realm="not a url"', 'Bearer', '']) {
      says((_, response) => response.writeHead(401, { 'www-authenticate': realm }).end());
      await assert.rejects(readerWith(secret).manifest(app()), failed('status', 401), realm);
    }
  });

  it('follows a blob to another host without its login', async () => {
    says((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else {
        response.writeHead(307, { location: `http://${elsewhere.host}/there?sig=1` }).end();
      }
    });
    elsewhere.answer = (_, response) => response.end('blob');
    assert.equal((await readerWith(secret).blob(app(), digest, 100)).toString(), 'blob');
    assert.deepEqual(
      elsewhere.asked.map(({ path, authorization }) => [path, authorization]),
      [['/there?sig=1', undefined]],
    );
  });

  it('keeps its login where it is sent on within the registry', async () => {
    says((request, response) => {
      if (request.headers.authorization === undefined) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      } else if (request.url?.includes('moved')) {
        response.end('blob');
      } else {
        response.writeHead(302, { location: '/moved' }).end();
      }
    });
    await readerWith(secret).blob(app(), digest, 100);
    assert.equal(server.asked.at(-1)?.authorization, basic);
  });

  it('does not go round in circles, nor where it should not', async () => {
    says((_, response) => response.writeHead(302, { location: '/again' }).end());
    await assert.rejects(readerWith().manifest(app()), failed('broken'));
    assert.equal(server.asked.length, 6);
    for (const location of ['http://registry.example.invalid/x', 'file:///etc/passwd', 'http://[', '']) {
      says((_, response) => response.writeHead(302, { location }).end());
      await assert.rejects(readerWith().manifest(app()), failed('broken'), location);
    }
  });

  it('reads no more than it must', async () => {
    const endless = (_: IncomingMessage, response: ServerResponse) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) {
          // until it is full
        }
        response.once('drain', more);
      };
      more();
    };
    says(endless);
    await assert.rejects(readerWith().manifest(app()), failed('broken'));
    await assert.rejects(readerWith().blob(app(), digest, 1000), failed('broken'));
  });

  it('takes no part for the whole', async () => {
    says((_, response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"half":');
      setImmediate(() => response.destroy());
    });
    await assert.rejects(readerWith().manifest(app()), (error) => isRegistryError(error) && error.kind !== 'status');
  });

  it('waits for a response up to a limit, and not after a cancellation', async () => {
    says(() => undefined);
    await assert.rejects(readerWith(undefined, 100).manifest(app()), failed('timeout'));
    says((_, response) => {
      response.writeHead(200);
      response.write('{');
    });
    await assert.rejects(readerWith(undefined, 200).manifest(app()), failed('timeout'));
    const abort = new AbortController();
    const asked = readerWith().manifest(app(), abort.signal);
    setImmediate(() => {
      abort.abort();
    });
    await assert.rejects(asked, isCancelled);
  });

  it('leaves a registry alone that says so, for as long as it says', async () => {
    says((_, response) => response.writeHead(429, { 'retry-after': '30' }).end());
    const reader = readerWith();
    await assert.rejects(reader.manifest(app()), failed('status', 429));
    await assert.rejects(reader.manifest(app('2')), failed('status', 429));
    assert.equal(server.asked.length, 1);
    clock = 31_000;
    says((_, response) => response.end('{}'));
    assert.equal(String(await reader.manifest(app())), '{}');
  });

  it('leaves it alone after a HEAD too, and does not send what waits already', async () => {
    const open: ServerResponse[] = [];
    says((_, response) => open.push(response));
    const reader = readerWith();
    const asked = Array.from({ length: 20 }, (_, index) => reader.digestOf(app(String(index))));
    const outcomes = Promise.allSettled(asked);
    while (open.length < 8) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const until = new Date(Date.now() + 60_000).toUTCString();
    for (const response of open.splice(0)) {
      response.writeHead(429, { 'retry-after': until }).end();
    }
    const reasons = (await outcomes).map((outcome): unknown => outcome.status === 'rejected' && outcome.reason);
    assert.ok(reasons.every(failed('status', 429)));
    assert.equal(server.asked.length, 8);
    await assert.rejects(
      reader.manifest(app()),
      (error) => isRegistryError(error) && (error.retryAfter ?? 0) > 50 && (error.retryAfter ?? 0) <= 60,
    );
  });

  it('leaves it alone when its token service wants that', async () => {
    wantsToken('abc');
    elsewhere.answer = (_, response) => response.writeHead(429, { 'retry-after': '30' }).end();
    const reader = readerWith();
    await assert.rejects(reader.manifest(app()), failed('status', 429));
    await assert.rejects(reader.manifest(app()), failed('status', 429));
    assert.equal(elsewhere.asked.length, 1);
  });

  it('stops waiting for its turn after a cancellation', async () => {
    says(() => undefined);
    const reader = readerWith();
    const abort = new AbortController();
    const first = Array.from({ length: 8 }, () => reader.manifest(app(), abort.signal));
    const last = new AbortController();
    const waiting = reader.manifest(app('late'), last.signal);
    last.abort();
    await assert.rejects(waiting, isCancelled);
    abort.abort();
    await Promise.allSettled(first);
    says((_, response) => response.end('{}'));
    assert.equal(String(await reader.manifest(app())), '{}');
  });

  it('remembers how much it may still read, of refusals too', async () => {
    const reader = readerWith();
    assert.equal(reader.quotaOf(server.host), undefined);
    const limits = (left: number) => ({ 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': `${left};w=21600` });
    says((_, response) => response.writeHead(200, { ...limits(7), 'docker-content-digest': digest }).end());
    await reader.digestOf(app());
    assert.deepEqual(reader.quotaOf(server.host), { limit: 100, remaining: 7, window: 21_600 });
    says((_, response) => response.writeHead(429, limits(0)).end());
    await assert.rejects(reader.manifest(app()));
    assert.equal(reader.quotaOf(server.host)?.remaining, 0);
    assert.equal(reader.quotaOf('docker.io'), undefined);
    clock = 21_600_000;
    assert.equal(reader.quotaOf(server.host), undefined);
  });

  it('takes a registry that knows no HEAD for one that does not say', async () => {
    for (const status of [405, 501]) {
      says((_, response) => response.writeHead(status).end());
      assert.equal(await readerWith().digestOf(app()), undefined);
    }
  });

  it('reads all pages of a list of tags from the registry itself, and not without end', async () => {
    says(({ url = '' }, response) => {
      const page = Number(new URL(url, 'http://here').searchParams.get('last') ?? 0);
      const next = `<http://${elsewhere.host}/v2/other/tags/list?n=2&last=${page + 1}>; rel="next"`;
      response.writeHead(200, { link: next }).end(JSON.stringify({ tags: [`a${page}`, `b${page}`] }));
    });
    const tags = await readerWith(secret).tags(app());
    assert.deepEqual(tags.slice(0, 4), ['a0', 'b0', 'a1', 'b1']);
    assert.equal(server.asked.length, 20);
    assert.ok(server.asked.every(({ path }) => path.startsWith('/v2/team/app/tags/list?')));
    assert.deepEqual(elsewhere.asked, []);
    says((_, response) => response.end(JSON.stringify({ tags: Array.from({ length: 20_000 }, (_, n) => `t${n}`) })));
    assert.equal((await readerWith().tags(app())).length, 10_000);
    says((_, response) => response.writeHead(403).end());
    await assert.rejects(readerWith().tags(app()), failed('status', 403));
  });

  it('knows a registry by any spelling of its host, and only as long as it is listed', async () => {
    says((request, response) => {
      const good = request.headers.authorization === basic;
      response.writeHead(good ? 200 : 401, { 'www-authenticate': 'Basic realm="x"' }).end('{}');
    });
    let listed = true;
    const reader = createRegistryReader({
      credentials: fixedCredentials(secret),
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(listed),
      now: () => clock,
    });
    readers.push(reader);
    const domain = `LocalHost:${server.host.split(':')[1] ?? ''}`;
    assert.equal(String(await reader.manifest({ ...app(), domain })), '{}');
    const before = server.asked.length;
    listed = false;
    await assert.rejects(reader.manifest({ ...app(), domain }), failed('plainHttp'));
    assert.equal(server.asked.length, before);
  });

  it('attack: whoever answers DNS for localhost gets a password without TLS', async () => {
    says((request, response) => {
      const good = request.headers.authorization === basic;
      response.writeHead(good ? 200 : 401, { 'www-authenticate': 'Basic realm="x"' }).end('{}');
    });
    const domain = `localhost:${server.host.split(':')[1] ?? ''}`;
    const readerThat = (address: string, asked: string[]) => {
      const reader = createRegistryReader({
        credentials: fixedCredentials(secret),
        authorities: () => Promise.resolve(undefined),
        isInsecure: () => Promise.resolve(false),
        now: () => clock,
        resolve: (name, _, callback) => {
          asked.push(name);
          callback(null, [{ address, family: 4 }]);
        },
      });
      readers.push(reader);
      return reader;
    };
    const asked: string[] = [];
    assert.equal(String(await readerThat('127.0.0.1', asked).manifest({ ...app(), domain })), '{}');
    assert.ok(asked.length > 0);
    const before = server.asked.length;
    await assert.rejects(readerThat('192.0.2.1', asked).manifest({ ...app(), domain }), failed('broken'));
    assert.equal(server.asked.length, before);
  });

  it('attack: a name is looked at with one address and connected to with another', async () => {
    const asked: string[] = [];
    const addresses = ['192.0.2.1', '127.0.0.1'];
    const reader = createRegistryReader({
      credentials: fixedCredentials(secret),
      authorities: () => Promise.resolve(undefined),
      isInsecure: () => Promise.resolve(true),
      now: () => clock,
      timeout: 300,
      resolve: (name, _, callback) => {
        asked.push(name);
        callback(null, [{ address: addresses[asked.length - 1] ?? '127.0.0.1', family: 4 }]);
      },
    });
    readers.push(reader);
    const port = server.host.split(':')[1] ?? '';
    says((request, response) => {
      if (request.headers.host === `rebinding.example:${port}`) {
        response.end('what this machine has');
      } else {
        response.writeHead(302, { location: `http://rebinding.example:${port}/there` }).end();
      }
    });
    // the server, as a registry on another machine
    const away = { ...app(), domain: `0.0.0.0:${port}` };
    await assert.rejects(reader.manifest(away));
    assert.deepEqual(asked, ['rebinding.example'], 'what was looked at is what is connected to');
    await assert.rejects(reader.manifest(away), failed('broken'));
    assert.ok(server.asked.every(({ path }) => path !== '/there'));
  });

  it('tells a login that is not enough from none', async () => {
    says((_, response) => {
      const realm = `Bearer realm="http://${elsewhere.host}/token",error="insufficient_scope"`;
      response.writeHead(401, { 'www-authenticate': realm }).end();
    });
    tokens();
    await assert.rejects(readerWith(secret).manifest(app()), failed('status', 403));
    await assert.rejects(readerWith().manifest(app()), failed('status', 401));
  });

  it('asks at most eight things at once', async () => {
    const open: ServerResponse[] = [];
    let most = 0;
    says((_, response) => {
      open.push(response);
      most = Math.max(most, open.length);
      setImmediate(() => open.shift()?.end('{}'));
    });
    const reader = readerWith();
    await Promise.all(Array.from({ length: 60 }, (_, index) => reader.manifest(app(String(index)))));
    assert.ok(most > 1 && most <= 8, String(most));
  });

  it('says that no server is there', async () => {
    const gone = await startHostileServer();
    await gone.stop();
    await assert.rejects(readerWith().manifest({ ...app(), domain: gone.host }), failed('connection'));
    await assert.rejects(
      readerWith().manifest({ ...app(), domain: 'registry.example.invalid' }),
      (error) => isRegistryError(error) && ['name', 'connection'].includes(error.kind),
    );
  });

  it('says so too where a name can be nobody', async () => {
    for (const domain of ['[::::]:5000', '999.999.999.999', '[1:2]']) {
      await assert.rejects(readerWith().manifest({ ...app(), domain }), failed('name'), domain);
    }
  });
});
