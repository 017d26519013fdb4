import assert from 'node:assert/strict';
import { readChallenge } from '../../../../src/tools/registry/challenge.ts';

describe('the challenge of a registry', () => {
  it('is a token service, or a password', () => {
    assert.deepEqual(
      readChallenge('Bearer realm="https://a.example/t",service="s",scope="x y",error=insufficient_scope'),
      {
        scheme: 'bearer',
        realm: 'https://a.example/t',
        service: 's',
        scope: 'x y',
        error: 'insufficient_scope',
      },
    );
    assert.deepEqual(readChallenge('Basic realm="x", Bearer REALM = "https://a.example/t"'), {
      scheme: 'bearer',
      realm: 'https://a.example/t',
    });
    assert.deepEqual(readChallenge('basic realm="x"'), { scheme: 'basic' });
    for (const nothing of [
      undefined,
      '',
      'Digest realm="x"',
      'Bearer',
      'Bearer realm=',
      'Bearer realm="//x"',
      'Bearerrealm="https://x"',
    ]) {
      assert.equal(readChallenge(nothing), undefined, nothing);
    }
  });

  it('attack: a challenge of ten thousand parameters, or of one that never ends', () => {
    const realm = 'realm="https://a.example/t"';
    for (const noise of [
      Array.from({ length: 10_000 }, (_, index) => `p${index}="v"`).join(),
      ...['a', 'a ', 'a=', '"', ' ', ',', ', ', 'bearer ', '_'].map((piece) => piece.repeat(1_000_000)),
      `${'a'.repeat(2000)}${' '.repeat(1_000_000)}`,
    ]) {
      const challenge = readChallenge(`Bearer ${realm},${noise}`);
      assert.ok(challenge?.scheme === 'bearer' && challenge.realm === 'https://a.example/t', noise.slice(0, 20));
      assert.equal(readChallenge(`Bearer ${noise}${realm}`), undefined, 'what is behind the limit is not there');
    }
  });
});
