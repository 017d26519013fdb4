import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  familiarReference,
  formatReference,
  isDigest,
  parseReference,
  repositoryOf,
  withDigest,
  withTag,
  type ImageReference,
} from '../../../../src/domain/image/reference.ts';

interface Recorded {
  readonly input: string;
  readonly domain?: string;
  readonly path?: string;
  readonly canonical?: string;
  readonly familiar?: string;
}
const recorded = JSON.parse(
  readFileSync(new URL('../../../fixtures/distribution-reference/v0.6.0/parse.json', import.meta.url), 'utf8'),
) as Recorded[];

/** Docker accepts these, and they are refused on purpose. */
const refused: Readonly<Record<string, string>> = {
  'MyOrg/app': 'uppercase',
  'my_host.com/foo': 'invalidDomain',
  'host.com:99999/a': 'invalidPort',
};
/** Docker prints these in a form that would be parsed differently. */
const kept = ['docker.io/localhost/x', 'docker.io/a.b/c'];

const sha256 = `sha256:${'0123456789abcdef'.repeat(4)}`;

function reference(text: string): ImageReference {
  const parsed = parseReference(text);
  assert.ok(parsed.ok, text);
  return parsed.value;
}

function problem(text: string) {
  const parsed = parseReference(text);
  assert.ok(!parsed.ok, text);
  return parsed.problem;
}

describe('reference', () => {
  describe('against distribution/reference', () => {
    for (const expected of recorded) {
      const { input } = expected;
      const name = input.length > 80 ? `${input.slice(0, 60)}… (${input.length})` : input;
      it(`reads ${JSON.stringify(name)} as Docker does`, () => {
        const parsed = parseReference(input);
        if (input in refused) {
          assert.ok(expected.canonical !== undefined && !parsed.ok);
          assert.equal(parsed.problem.code, refused[input]);
          return;
        }
        assert.equal(parsed.ok ? formatReference(parsed.value) : undefined, expected.canonical);
        if (parsed.ok) {
          assert.equal(parsed.value.domain, expected.domain);
          assert.equal(parsed.value.path, expected.path);
          const familiar = familiarReference(parsed.value);
          const again = !kept.includes(input) && parseReference(expected.familiar ?? '').ok;
          assert.equal(familiar, again ? expected.familiar : expected.canonical);
        }
      });
    }
  });

  it('says what is wrong, and with which part', () => {
    assert.deepEqual(problem(''), { code: 'empty' });
    assert.deepEqual(problem('a b'), { code: 'whitespace', part: ' ' });
    assert.deepEqual(problem('https://ghcr.io/a/b:1'), {
      code: 'scheme',
      part: 'https://',
      suggestion: 'ghcr.io/a/b:1',
    });
    assert.deepEqual(problem('http://'), { code: 'scheme', part: 'http://' });
    assert.deepEqual(problem('ghcr.io/Org/App:V1'), {
      code: 'uppercase',
      part: 'Org',
      suggestion: 'ghcr.io/org/app:V1',
    });
    assert.deepEqual(problem('Ubuntu'), { code: 'uppercase', part: 'Ubuntu', suggestion: 'ubuntu' });
    assert.deepEqual(problem('MyOrg/App:V1'), { code: 'uppercase', part: 'MyOrg', suggestion: 'myorg/app:V1' });
    assert.deepEqual(problem('Foo.com:5000/Foo'), { code: 'uppercase', part: 'Foo', suggestion: 'Foo.com:5000/foo' });
    assert.deepEqual(problem('host-.com/a'), { code: 'invalidDomain', part: 'host-.com' });
    assert.deepEqual(problem('host.com:abc/a'), { code: 'invalidPort', part: 'abc' });
    assert.deepEqual(problem('host.com:/a'), { code: 'invalidPort', part: '' });
    assert.deepEqual(problem('a//b'), { code: 'invalidPath', part: '' });
    assert.deepEqual(problem('org/-app'), { code: 'invalidPath', part: '-app' });
    assert.deepEqual(problem('$(touch pwned)'), { code: 'whitespace', part: ' ' });
    assert.deepEqual(problem('$(pwned)'), { code: 'invalidPath', part: '$(pwned)' });
    assert.deepEqual(problem('app:${TAG}'), { code: 'invalidTag', part: '${TAG}' });
    assert.deepEqual(problem('app:'), { code: 'invalidTag', part: '' });
    assert.deepEqual(problem(`app:${'t'.repeat(129)}`), { code: 'tagTooLong', part: 't'.repeat(129) });
    assert.deepEqual(problem('app@sha256:abc'), { code: 'invalidDigest', part: 'sha256:abc' });
    assert.deepEqual(problem('a'.repeat(256)), { code: 'tooLong', part: `library/${'a'.repeat(256)}` });
    assert.equal(problem('a'.repeat(64)).code, 'imageId');
    assert.equal(problem(`${'a.'.repeat(3000)}b/c`).code, 'tooLong');
    for (const option of ['--help', '-t', '-']) {
      assert.equal(problem(option).code, 'invalidPath');
    }
  });

  it('names the repository, another tag, the pinned reference', () => {
    const app = reference('ghcr.io/org/app:v1');
    assert.equal(repositoryOf(app), 'ghcr.io/org/app');
    assert.equal(formatReference(withDigest(app, sha256)), `ghcr.io/org/app:v1@${sha256}`);
    assert.equal(formatReference(withTag(withDigest(app, sha256), 'v2')), 'ghcr.io/org/app:v2');
  });

  it('knows a digest', () => {
    assert.ok(isDigest(sha256));
    assert.ok(isDigest(`sha512:${'ab'.repeat(64)}`));
    for (const text of ['', 'sha256:', sha256.toUpperCase(), `${sha256}0`, `${sha256}\n`, `md5:${'ab'.repeat(16)}`]) {
      assert.ok(!isDigest(text), text);
    }
  });

  describe('properties', () => {
    const component = fc.stringMatching(/^[a-z0-9]{1,6}([._]|__|-{1,3})[a-z0-9]{1,6}$/);
    const domain = fc.oneof(
      fc.constantFrom('docker.io', 'index.docker.io', 'localhost', 'ghcr.io', '[::1]:5000', 'R.example.com:443'),
      fc
        .tuple(fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/), fc.nat(65535))
        .map(([name, port]) => `${name}:${port}`),
    );
    const valid = fc
      .tuple(
        fc.option(domain, { nil: '' }),
        fc.array(component, { minLength: 1, maxLength: 4 }),
        fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: '' }),
        fc.option(fc.constant(sha256), { nil: '' }),
      )
      // a first component with a dot would be a registry
      .map(([registry, path, tag, digest]) => {
        const name = path.map((part, index) => (index === 0 ? part.replace('.', '-') : part)).join('/');
        return `${registry === '' ? '' : `${registry}/`}${name}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
      });

    it('a reference in either form is read back as the same', () => {
      fc.assert(
        fc.property(valid, (text) => {
          const read = reference(text);
          assert.deepEqual(reference(formatReference(read)), read);
          assert.deepEqual(reference(familiarReference(read)), read);
        }),
      );
    });

    it('never throws; what it takes is safe to hand to a program; what it suggests is a reference', () => {
      const mutated = fc
        .tuple(valid, fc.nat(), fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('/', ':', '@', '.', 'A', '://')))
        .map(
          ([text, at, inserted]) =>
            text.slice(0, at % (text.length + 1)) + inserted + text.slice(at % (text.length + 1)),
        );
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), mutated), (text) => {
          const parsed = parseReference(text);
          if (parsed.ok) {
            const full = formatReference(parsed.value);
            assert.match(full, /^[A-Za-z0-9[][\w.:/@[\]-]*$/);
            assert.deepEqual(reference(full), parsed.value);
          } else if ('suggestion' in parsed.problem) {
            reference(parsed.problem.suggestion);
          }
        }),
        { numRuns: 200 },
      );
    });
  });
});
