import assert from 'node:assert/strict';
import { withoutSecrets } from '../../../../src/domain/build/requestSecrets.ts';

const value = ['pw', 'X7k2', 'mQ9z'].join('');

describe('a request without its secrets', () => {
  it('keeps all that is not one, and says what is left out', () => {
    const plain = {
      tags: ['r.io/a:1'],
      buildArgs: { V: '1' },
      secrets: ['id=npm_token,src=.npmrc'],
      extraArgs: ['--no-cache'],
    };
    assert.deepEqual(withoutSecrets(plain), { request: plain, leftOut: { buildArgs: [], properties: [] } });
    assert.deepEqual(
      withoutSecrets({
        ...plain,
        buildArgs: { V: '1', NPM_TOKEN: value, W: `ghp_${value.repeat(4)}` },
        buildContexts: { a: 'b', c: `https://me:${value}@h/x.git` },
        cacheTo: ['type=gha', `type=s3,secret_access_key=${value}`],
        cacheFrom: [`type=azblob,account_key=${value}`],
        extraArgs: ['--label', `token=${value}`],
        labels: { title: 'App', token: value },
        annotations: [`index:api_token=${value}`],
        bakeVariables: { API_TOKEN: value },
        ssh: ['key=./id', `git=/keys/ghp_${value.repeat(4)}`],
      }),
      {
        request: {
          tags: ['r.io/a:1'],
          secrets: ['id=npm_token,src=.npmrc'],
          buildArgs: { V: '1' },
          buildContexts: { a: 'b' },
          cacheTo: ['type=gha'],
          cacheFrom: [],
          annotations: [],
          ssh: ['key=./id'],
          labels: { title: 'App' },
        },
        leftOut: {
          buildArgs: ['NPM_TOKEN', 'W'],
          properties: [
            'cacheFrom',
            'cacheTo',
            'annotations',
            'buildContexts',
            'labels',
            'bakeVariables',
            'extraArgs',
            'ssh',
          ],
        },
      },
    );
  });

  it('is none where what is left would build something else', () => {
    assert.equal(withoutSecrets({ context: `https://me:${value}@github.com/a/b.git` }).request, undefined);
  });
});
