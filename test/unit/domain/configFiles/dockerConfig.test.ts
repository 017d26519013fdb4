import assert from 'node:assert/strict';
import { helperCredential, registryLogin } from '../../../../src/domain/configFiles/dockerConfig.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const config = (value: unknown) => JSON.stringify(value);
const hub = 'https://index.docker.io/v1/';

describe('registryLogin', () => {
  it('finds what docker login has written', () => {
    const text = config({
      auths: { [hub]: { auth: base64('me:secret') }, 'ghcr.io': { auth: base64('it:to:ken') }, 'quay.io': {} },
    });
    assert.deepEqual(registryLogin(text, 'docker.io'), { server: hub, stored: { user: 'me', password: 'secret' } });
    assert.deepEqual(registryLogin(text, 'ghcr.io').stored, { user: 'it', password: 'to:ken' });
    assert.equal(registryLogin(text, 'quay.io').stored, undefined);
    assert.equal(registryLogin(text, 'ghcr.io:443').stored, undefined);
  });

  it('finds old addresses, and passwords that are written out', () => {
    const text = config({ auths: { 'https://old.test/v2/': { username: 'u', password: 'p' } } });
    assert.deepEqual(registryLogin(text, 'old.test').stored, { user: 'u', password: 'p' });
  });

  it('goes by the helper of the registry, then by that of all', () => {
    const text = config({ credsStore: 'desktop', credHelpers: { 'gcr.io': 'gcloud' } });
    assert.equal(registryLogin(text, 'gcr.io').helper, 'gcloud');
    assert.equal(registryLogin(text, 'docker.io').helper, 'desktop');
  });

  it('makes no program of a name that is none', () => {
    for (const name of ['../evil', '-rf', 'a b', '', 7, 'x'.repeat(99)]) {
      assert.equal(registryLogin(config({ credsStore: name }), 'a.test').helper, undefined, String(name));
    }
  });

  it('knows identity tokens', () => {
    const text = config({ auths: { 'azure.test': { auth: base64('0000:'), identitytoken: 'id' } } });
    assert.equal(registryLogin(text, 'azure.test').stored?.identityToken, 'id');
    assert.deepEqual(helperCredential(config({ Username: '<token>', Secret: 'id' })), {
      user: '',
      password: '',
      identityToken: 'id',
    });
    assert.deepEqual(helperCredential(config({ Username: 'u', Secret: 's' })), { user: 'u', password: 's' });
  });

  it('makes nothing of nonsense', () => {
    for (const text of [
      '',
      '{',
      '[]',
      'null',
      config({ auths: [1], credHelpers: 3 }),
      config({ auths: { 'a.test': { auth: '%' } } }),
    ]) {
      assert.deepEqual(registryLogin(text, 'a.test'), { server: 'a.test' });
      assert.equal(helperCredential(text), undefined);
    }
    assert.equal(registryLogin(config({ auths: {} }), '__proto__').stored, undefined);
  });
});

describe("Docker's configuration, attacked", () => {
  it('attack: a password of zeros, and an address of slashes', () => {
    const auth = btoa(`user:${'\0'.repeat(300_000)}x`);
    const config = JSON.stringify({ auths: { 'r.example': { auth }, ['/'.repeat(300_000) + '\n']: {} } });
    assert.equal(registryLogin(config, 'r.example').stored?.password.length, 300_001);
  });
});
