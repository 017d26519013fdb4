import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DiagnosedError, type DiagnosisCode } from '../../src/domain/diagnosis/diagnosis.ts';
import { startRegistry } from '../bed/engine/registry.ts';
import { startTokenService, type TokenService } from '../bed/engine/tokenService.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { rawRegistry } from './registryShapes.ts';
import { composeServices, useEnvironment } from './support.ts';

const basic = (text: string) => Buffer.from(text).toString('base64');

describe('a registry with a token service', () => {
  const ends = new Ends();
  let tokens: TokenService;
  let host = '';
  let folder = '';
  before(async function () {
    tokens = await bringOrSkip(this, () =>
      startTokenService({
        passwords: { me: 'pass:word', guest: 'guest' },
        identityTokens: { 'identity-of-me': 'me' },
        mayPull: (user, repository) => repository.startsWith('public/') || user === 'me',
      }),
    );
    ends.add(tokens.stop);
    const registry = await bringOrSkip(this, () => startRegistry({ token: tokens.auth }));
    ends.add(registry.stop);
    ({ host } = registry);
    folder = await mkdtemp(path.join(tmpdir(), 'tokens-'));
    ends.add(() => rm(folder, { recursive: true, force: true }));
    for (const repository of ['public/app', 'team/app', 'team/other']) {
      const raw = rawRegistry(host, repository, tokens.authorizationFor(repository));
      const platform = { os: 'linux', architecture: 'arm64' };
      await raw.index('1', [await raw.image(platform)]);
    }
  });
  after(() => ends.run());
  beforeEach(() => {
    tokens.asked.length = 0;
    tokens.life = 300;
  });

  /** The services of a user with this entry in Docker's config.json. */
  async function servicesOf(entry?: object) {
    await writeFile(path.join(folder, 'config.json'), JSON.stringify({ auths: entry ? { [host]: entry } : {} }));
    const undo = useEnvironment({ DOCKER_CONFIG: folder });
    const { images, registry } = composeServices();
    return {
      inspect: async (repository: string) => {
        const { images: found } = await images.inspect(`${host}/${repository}:1`);
        return found.map(({ platform }) => platform);
      },
      tags: (repository: string) => registry.tags({ domain: host, path: repository }),
      undo,
    };
  }
  const withCode = (code: DiagnosisCode) => (error: unknown) => {
    assert.ok(error instanceof DiagnosedError, String(error));
    assert.equal(error.code, code, error.message);
    return true;
  };

  it('lets anybody read what is public, with one token for a repository', async () => {
    const { inspect, tags, undo } = await servicesOf();
    assert.deepEqual(await inspect('public/app'), ['linux/arm64']);
    assert.deepEqual(await tags('public/app'), ['1']);
    assert.deepEqual(tokens.asked, [{ method: 'GET', scope: 'repository:public/app:pull', user: undefined }]);
    await assert.rejects(inspect('team/app'), withCode('registryLoginRequired'));
    undo();
  });

  it('lets a password or an identity token read more, a token for each repository', async () => {
    for (const [entry, method] of [
      [{ auth: basic('me:pass:word') }, 'GET'],
      [{ auth: basic('me:'), identitytoken: 'identity-of-me' }, 'POST'],
    ] as const) {
      tokens.asked.length = 0;
      const { inspect, undo } = await servicesOf(entry);
      assert.deepEqual(await inspect('team/app'), ['linux/arm64']);
      assert.deepEqual(await inspect('team/other'), ['linux/arm64']);
      assert.deepEqual(
        tokens.asked,
        ['app', 'other'].map((name) => ({ method, scope: `repository:team/${name}:pull`, user: 'me' })),
      );
      undo();
    }
  });

  it('rejects a wrong password, a wrong identity token and a user without permission', async () => {
    for (const [entry, code] of [
      [{ auth: basic('me:wrong') }, 'registryLoginRequired'],
      [{ identitytoken: 'wrong' }, 'registryLoginRequired'],
      [{ auth: basic('guest:guest') }, 'registryAccessDenied'],
    ] as const) {
      const { inspect, undo } = await servicesOf(entry);
      await assert.rejects(inspect('team/app'), withCode(code));
      undo();
    }
    assert.ok(tokens.asked.length <= 3, 'nothing is tried again');
  });

  it('gets another token when the one that was given is over, sooner than it was said', async () => {
    tokens.life = 2;
    const { inspect, tags, undo } = await servicesOf({ auth: basic('me:pass:word') });
    assert.deepEqual(await inspect('team/app'), ['linux/arm64']);
    const before = tokens.asked.length;
    await sleep(3000);
    assert.deepEqual(await tags('team/app'), ['1']);
    assert.equal(tokens.asked.length, before + 1);
    undo();
  });
});
