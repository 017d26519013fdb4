import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import fc from 'fast-check';
import { LineRedactor, redact } from '../../../../src/domain/redact.ts';
import { kinds, values, type Kind } from './corpus.ts';
import { heldOut } from './heldOut.ts';

const root = new URL('../../../../', import.meta.url);

/** The contexts of a line. */
const dresses: readonly (readonly [string, (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['in a log', (text) => byLine(text, (line, i) => `#12 ${i}.345 ${line}`)],
  ['with a time in front', (text) => byLine(text, (line, i) => `2026-01-02T03:04:${10 + i}.123456Z ${line}`)],
  ['with the name of a container in front', (text) => byLine(text, (line) => `web-1  | ${line}`)],
  [
    'in colours',
    (text) =>
      byLine(text, (line) => `\x1b[2m${line.replaceAll('«', '\x1b[1;31m«').replaceAll('»', '»\x1b[0m')}\x1b[0m`),
  ],
  ['with CR LF', (text) => text.replaceAll('\n', '\r\n')],
];

function byLine(text: string, dress: (line: string, index: number) => string): string {
  return text.split('\n').map(dress).join('\n');
}

/** The part of a marked text that is still readable: a whole secret, or half of it. */
function leftOf(marked: string, redacted: string): readonly string[] {
  return [...marked.matchAll(/«([^»]*)»/g)]
    .map(([, secret = '']) => secret)
    .filter((secret) =>
      [secret, secret.slice(0, secret.length >> 1), secret.slice(secret.length >> 1)].some(
        (part) => part.length > 1 && redacted.includes(part),
      ),
    );
}

const bare = (marked: string) => marked.replace(/[«»]/g, '');

function attack({ what, text }: Kind): void {
  it(`attack: a secret gets past redaction: ${what}`, () => {
    for (const [how, dress] of dresses) {
      fc.assert(
        fc.property(values, (given) => {
          const marked = dress(text(given));
          const redacted = redact(bare(marked));
          assert.deepEqual(leftOf(marked, redacted), [], `${how}:\n${bare(marked)}\n${redacted}`);
        }),
        { numRuns: 5 },
      );
    }
  });
}

describe('what gives a secret away', () => {
  for (const kind of kinds) {
    attack(kind);
  }
});

describe('what gives a secret away, in a list that was written after the rules', () => {
  for (const kind of heldOut) {
    attack(kind);
  }
});

describe('redaction line by line', () => {
  it('attack: a key that is told in lines of a log gets past redaction', () => {
    fc.assert(
      fc.property(values, ({ base64, lower }) => {
        const redactor = new LineRedactor();
        const lines = [
          ['#5 0.1 -----BEGIN RSA PRIVATE KEY-----', ''],
          [`#6 0.2 compiling ${lower}`, ''],
          [`#5 0.3 ${base64.slice(0, 64)}`, base64.slice(0, 64)],
          ['#6 0.4 done', ''],
          [`#5 0.5 ${base64.slice(64, 100)}`, base64.slice(64, 100)],
          ['#5 0.6 -----END RSA PRIVATE KEY-----', ''],
          [`#5 0.7 ${base64.slice(100, 140)}`, ''],
        ];
        const redacted = lines.map(([line = '']) => redactor.line(line));
        for (const [i, [, secret = '']] of lines.entries()) {
          assert.ok(secret === '' || !redacted[i]?.includes(secret), redacted[i]);
        }
        // the output of another step in between, and after the key, is kept
        assert.deepEqual([redacted[1], redacted[3], redacted[6]], [lines[1]?.[0], lines[3]?.[0], lines[6]?.[0]]);
      }),
    );
  });

  it('attack: a secret gets past it between lines that have none, or because they come together', () => {
    for (const { text } of [...kinds, ...heldOut]) {
      fc.assert(
        fc.property(values, (given) => {
          const lines = bare(`compiling main.o\n${text(given)}\n\x1b[32mdone\x1b[0m\n`).split('\n');
          const [alone, together] = [new LineRedactor(['main.o']), new LineRedactor(['main.o'])];
          assert.deepEqual(
            together.lines(lines.join('\n')).split('\n'),
            lines.map((line) => alone.line(line)),
          );
          // an open block continues in the next text
          assert.equal(
            together.lines('compiling\n  next: one'),
            ['compiling', '  next: one'].map((line) => alone.line(line)).join('\n'),
          );
        }),
        { numRuns: 3 },
      );
    }
  });

  it('goes on after a block that never ends', () => {
    const redactor = new LineRedactor();
    redactor.line('-----BEGIN PRIVATE KEY-----');
    const lines = Array.from({ length: 600 }, (_, i) => redactor.line(`line${i}`));
    assert.equal(lines[0], '***');
    assert.equal(lines.at(-1), 'line599');
  });

  it('takes out known values however they are encoded, and each line of one that has several', () => {
    const redactor = new LineRedactor(['pw/1 2+3&4"', 'first line\nand second one']);
    const known = 'pw/1 2+3&4"';
    for (const way of [
      known,
      encodeURIComponent(known),
      Buffer.from(known).toString('base64'),
      JSON.stringify(known).slice(1, -1),
    ]) {
      assert.equal(redactor.line(`x ${way} y`), 'x *** y');
    }
    assert.equal(redactor.line('and second one'), '***');
  });

  it('keeps colours where they were', () => {
    assert.equal(
      redact('\x1b[31mpassword\x1b[0m=\x1b[1mhunter2\x1b[0m next'),
      '\x1b[31mpassword\x1b[0m=\x1b[1m***\x1b[0m next',
    );
  });
});

describe('what is no secret', () => {
  it('stays as it is in everything that was recorded of real tools', async () => {
    const changed: string[] = [];
    let lines = 0;
    // written manually or generated: they name credentials
    const exclude = ['test/fixtures/diagnosis/*', 'test/fixtures/pipelines/*'];
    for await (const file of glob('test/fixtures/**/*.{json,txt,log,stderr,yaml,yml,hcl,toml}', {
      cwd: root,
      exclude,
    })) {
      const redactor = new LineRedactor();
      for (const line of readFileSync(new URL(file, root), 'utf8').split('\n')) {
        lines += 1;
        if (redactor.line(line) !== line) {
          changed.push(file.replaceAll('\\', '/'));
        }
      }
    }
    assert.ok(lines > 10_000, `${lines}`);
    // the only recording with a token
    assert.deepEqual([...new Set(changed.map((file) => file.split('/').at(-1)))], ['login-secret.json']);
  });

  for (const text of [
    'exporting manifest sha256:4c0f2d1e8b3a5f6978c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6 done',
    'FROM ghcr.io/acme/vault-token:1.0@sha256:4c0f2d1e8b3a5f6978c0d1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6',
    'docker.io/library/secret:latest',
    'HEAD is now at 9e11661f00c4a1b2d3e4f5061728394a5b6c7d8e fix the token parser',
    'id: 123e4567-e89b-42d3-a456-426614174000',
    'failed to compute cache key: failed to calculate checksum of ref abc::def: "/x": not found',
    'error: invalid token: unexpected end of input',
    'src/auth/token.ts:12:5 - error TS2304: Cannot find name',
    'KEYCLOAK_VERSION=26.1 AUTHOR=me TOKENIZER=bpe COMPASS=north',
    'secret "x" created; password not set',
    '--build-arg NPM_TOKEN --secret id=npm_token,src=.npmrc',
    'NPM_TOKEN=${NPM_TOKEN} PASSWORD=$DB_PASSWORD token: <token>',
    '"taints":[{"key":"kubernetes.io/arch","value":"arm64"}]',
    'Get "https://registry-1.docker.io/v2/": unauthorized: authentication required',
    'npm warn deprecated har-validator@5.1.5: this library is no longer supported',
    '-----BEGIN CERTIFICATE-----\nMIIBszCCARygAwIBAgI\n-----END CERTIFICATE-----',
    '-----BEGIN PUBLIC KEY-----\nMIIBszCCARygAwIBAgI\n-----END PUBLIC KEY-----',
  ]) {
    it(`stays as it is: ${text.slice(0, 60)}`, () => {
      assert.equal(redact(text), text);
    });
  }
});

describe('redaction of a text that is made to take long', function () {
  // a safety net: each of these takes a fraction of a second, and took minutes with a time that is not proportional
  this.timeout(60_000);
  const size = 200_000;
  for (const part of [
    ...[
      'token ',
      'a:',
      '/token:',
      'token="',
      'token=\\"',
      'a://',
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----',
      'datadog="',
    ],
    ...[
      '{"name":"',
      '"name":"token",',
      'docker login -p',
      'set -a ',
      '***\n',
      '?token=',
      'token=[',
      'token: {',
      '\x1b[31mtoken=a\x1b[0m ',
    ],
    ...[
      'xoxe-1-',
      'fm2_',
      'jdbc:oracle:thin:',
      'login x password ',
      'token=${',
      'map[ token:',
      '<password>',
      'eyJa.',
      'Authorization: ',
    ],
    ...['mysql -p ', 'echo a | --password-stdin ', 'aB_', 'bearer ', 'sig=', '\\', "'", 'key: |\n  '],
  ]) {
    it(`attack: a line of output holds up the editor: ${JSON.stringify(part)}`, () => {
      assert.equal(typeof redact(part.repeat(size / part.length)), 'string');
    });
  }
});
