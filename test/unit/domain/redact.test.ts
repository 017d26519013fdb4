import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, redactArgs } from '../../../src/domain/redact.ts';
import { isSecretName } from '../../../src/domain/secretNames.ts';

const secretNames = [
  ...['TOKEN', 'GITHUB_TOKEN', 'NPM_TOKEN2', 'npmToken', 'authToken', 'GH_PAT', 'CI_JOB_JWT', 'identitytoken'],
  ...['PASSWORD', 'PGPASSWORD', 'DB_PASSWD', 'DB_PWD', 'DB_PASS', 'SSH_PASSPHRASE', 'MYSQL_ROOT_PASSWORD'],
  ...['SECRET', 'AWS_SECRET_ACCESS_KEY', 'APIKey', 'API_KEY', 'apikey', 'SSH_PRIVATE_KEY', 'SIGNING_KEYS'],
  ...['NPM_AUTH', 'npmAuth', 'OAUTH2', 'BASIC_AUTH', 'GOOGLE_CREDENTIALS', 'CREDS', 'PRIVATE', 'X-Amz-Signature'],
];
const plainNames = [
  ...[
    'AUTHOR',
    'AUTHORS',
    'KEYCLOAK_VERSION',
    'topologyKey',
    'PRIMARY_KEY',
    'KEYBOARD',
    'TOKENIZER',
    'PASSENGER_VERSION',
    'PATH',
    'PATCH',
    'COMPASS',
  ],
  ...['NODE_VERSION', 'TARGETARCH', 'HTTP_PROXY', 'BUILDKIT_INLINE_CACHE', 'id', 'platform', 'VERSION', ''],
];

describe('isSecretName', () => {
  for (const name of secretNames) {
    it(`takes ${name} for the name of a secret`, () => {
      assert.equal(isSecretName(name), true);
    });
  }
  for (const name of plainNames) {
    it(`takes "${name}" for a plain name`, () => {
      assert.equal(isSecretName(name), false);
    });
  }
});

describe('redactArgs', () => {
  it('keeps everything that is no secret', () => {
    const args = [
      ...[
        'buildx',
        'build',
        '--builder',
        'multiarch',
        '--platform',
        'linux/amd64,linux/arm64',
        '--tag',
        'ghcr.io/a/b:1',
      ],
      ...[
        '--build-arg',
        'VERSION=1.2',
        '--build-arg',
        'AUTHOR=me',
        '--build-arg',
        'TOKEN',
        '--set',
        '*.platform=linux/arm64',
      ],
      ...[
        '--secret',
        'id=npm_token,src=.npmrc',
        '--secret=id=gh,env=GH_TOKEN',
        '--push',
        '--password-stdin',
        '-p',
        '8080:80',
      ],
      ...[
        '--build-context',
        'base=docker-image://127.0.0.1:5000/base:1@sha256:aa',
        '--set',
        'app.secrets=id=x,src=y',
        '.',
      ],
    ];
    assert.deepEqual(redactArgs(args), args);
  });

  it('blots out the values of arguments with a secret name', () => {
    assert.deepEqual(
      redactArgs(['--build-arg', 'NPM_TOKEN=a b', '--build-arg=PGPASSWORD=x=y', '--set', '*.args.API_KEY=z']),
      [...['--build-arg', 'NPM_TOKEN=***', '--build-arg=PGPASSWORD=***', '--set', '*.args.API_KEY=***']],
    );
  });

  it('blots out keys of a remote cache and passwords of a login', () => {
    assert.deepEqual(redactArgs(['--cache-to', 'type=s3,region=eu,access_key_id=A,secret_access_key=B']), [
      ...['--cache-to', 'type=s3,region=eu,access_key_id=***'],
    ]);
    assert.deepEqual(redactArgs(['login', '-u', 'me', '-p', 'pw', 'ghcr.io']), [
      'login',
      '-u',
      'me',
      '-p',
      '***',
      'ghcr.io',
    ]);
    assert.deepEqual(redactArgs(['login', '--password', 'pw']), ['login', '--password', '***']);
  });
});

describe('redact', () => {
  const cases: [string, string][] = [
    ['https://me:pw@ghcr.io/v2/', 'https://***@ghcr.io/v2/'],
    ['https://p@ss:w@rd@host/x', 'https://***@host/x'],
    ['ssh://git@host:22/x', 'ssh://git@host:22/x'],
    ['Authorization: Basic dTpwdw==\nAccept: */*', 'Authorization: ***\nAccept: */*'],
    ['{"auths":{"ghcr.io":{"auth":"dTpwdw=="}}}', '{"auths":{"ghcr.io":{"auth":"***"}}}'],
    ['curl -H "X-Api-Key: abc" https://x/y', 'curl -H "X-Api-Key: ***" https://x/y'],
    ['GET /token?service=reg&access_token=abc&scope=x', 'GET /token?service=reg&access_token=***&scope=x'],
    ['process "/bin/sh -c npm ci --token=abc" failed', 'process "/bin/sh -c npm ci --token=***" failed'],
    ['mysql --password hunter2 -h db', 'mysql --password *** -h db'],
    ['env:\n  DB_PASSWORD: hunter2\n  DB: x', 'env:\n  DB_PASSWORD: ***\n  DB: x'],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----.', '***.'],
  ];
  for (const [text, expected] of cases) {
    it(`makes ${JSON.stringify(expected)}`, () => {
      assert.equal(redact(text), expected);
    });
  }

  it('leaves messages of the tools readable', () => {
    for (const text of [
      'failed to solve: failed to fetch anonymous token: unexpected status from GET request to https://h/token?scope=repository%3Ax%3Apull&service=reg: 401 Unauthorized',
      'pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials',
      'failed to push 127.0.0.1:5000/x:1: unauthorized: authentication required',
      'secret tok: not found',
      'unknown: repository name not known to registry',
    ]) {
      assert.equal(redact(text), text);
    }
  });

  it('redacts every known secret, the longest first', () => {
    assert.equal(redact('abcd abc $&', ['abc', 'abcd', '', '$&']), '*** *** ***');
  });

  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
  const word = fc.string({ unit: fc.constantFrom(...letters.split(/(?:)/u)), minLength: 24, maxLength: 40 });
  const filler = fc.string({ unit: fc.constantFrom(...'abc xyz:/=.,"\'\n-'.split(/(?:)/u)), maxLength: 40 });

  it('lets no planted value through, wherever it is planted', () => {
    const plants: ((secret: string, name: string) => string)[] = [
      (secret, name) => `${name}=${secret}`,
      (secret, name) => `--build-arg ${name}="${secret}"`,
      (secret, name) => `"${name}": "${secret}"`,
      (secret, name) => `https://h/x?a=b&${name}=${secret}&c=d`,
      (secret) => `https://user:${secret}@host/path`,
      (secret) => `https://${secret}@host/path`,
      (secret) => `Authorization: Bearer ${secret}`,
      (secret) => `authorization: basic ${Buffer.from(secret).toString('base64')} ${secret}`,
      (secret) => `ghp_${secret} github_pat_${secret} glpat-${secret}`,
      (secret) => `eyJ${secret}.eyJ${secret}.${secret}`,
    ];
    const names = fc.constantFrom(...secretNames.filter((name) => /^\w+$/.test(name)));
    fc.assert(
      fc.property(filler, filler, word, names, fc.constantFrom(...plants), (before, after, secret, name, plant) => {
        const text = `${before}\n${plant(secret, name)} ${after}`;
        assert.ok(!redact(text).includes(secret), redact(text));
      }),
    );
  });

  it('lets no planted argument through, whatever it is made of', () => {
    const plants: ((secret: string, name: string) => string[])[] = [
      (secret, name) => ['--build-arg', `${name}=${secret}`],
      (secret, name) => [`--build-arg=${name}=${secret}`],
      (secret, name) => ['--set', `*.args.${name}=${secret}`],
      (secret) => ['login', '-p', secret],
      (secret) => ['--password', secret],
      (secret) => ['--cache-to', `type=s3,secret_access_key=${secret}`],
    ];
    const secrets = fc
      .string({ unit: 'binary', minLength: 6 })
      .filter((secret) => !/^(?:id|type|src|source|env|target)=/.test(secret));
    const names = fc.constantFrom(...secretNames.filter((name) => /^\w+$/.test(name)));
    fc.assert(
      fc.property(secrets, names, fc.constantFrom(...plants), (secret, name, plant) => {
        const planted = ['buildx', 'build', ...plant(secret, name), '.'];
        const rest = plant('', name).join(' ');
        fc.pre(!rest.includes(secret) && !'***'.includes(secret));
        assert.ok(!redactArgs(planted).join(' ').includes(secret));
      }),
    );
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (text) => typeof redact(text) === 'string'));
  });
});
