import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  acceptablePlatforms,
  commonPlatforms,
  formatPlatform,
  isKnownPlatform,
  matchesPlatform,
  nearestPlatform,
  normalizePlatform,
  ordered,
  parsePlatform,
  runsNatively,
  samePlatform,
  type Platform,
} from '../../../src/domain/platform.ts';

const fixtures = new URL('../../fixtures/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, fixtures), 'utf8'));

interface RecordedParse {
  readonly input: string;
  readonly formatted?: string;
  readonly platform?: {
    readonly os: string;
    readonly architecture: string;
    readonly variant?: string;
    'os.version'?: string;
  };
}
interface RecordedMatch {
  readonly input: string;
  readonly only: readonly string[];
  readonly onlyStrict: readonly string[];
}
const recorded = read('containerd-platforms/v1.0.0-rc.5/parse.json') as RecordedParse[];
const matches = read('containerd-platforms/v1.0.0-rc.5/match.json') as RecordedMatch[];
const { images } = read('names.json') as { images: string[] };

/** The recorder ran on this machine. */
const local: Platform = { os: 'linux', architecture: 'amd64' };

function platform(text: string): Platform {
  const parsed = parsePlatform(text, local);
  assert.ok(parsed.ok, text);
  return parsed.value;
}

function problem(text: string) {
  const parsed = parsePlatform(text);
  assert.ok(!parsed.ok, text);
  return parsed.problem;
}

describe('platform', () => {
  describe('against containerd/platforms', () => {
    for (const { input, formatted, platform: expected } of recorded.filter(({ input }) => input !== 'local')) {
      it(`reads ${JSON.stringify(input)} as containerd does`, () => {
        const parsed = parsePlatform(input, local);
        assert.equal(parsed.ok ? formatPlatform(parsed.value) : undefined, formatted);
        assert.equal(parsed.ok ? parsed.value.osVersion : undefined, expected?.['os.version']);
      });
    }

    for (const { input: host, only, onlyStrict } of matches) {
      it(`${host} takes the same images`, () => {
        const wanted = platform(host);
        assert.deepEqual(new Set(images.filter((image) => matchesPlatform(wanted, platform(image)))), new Set(only));
        assert.deepEqual(
          images.filter((image) => samePlatform(wanted, platform(image))),
          onlyStrict,
        );
      });

      it(`${host} prefers them in the same order`, () => {
        const acceptable = acceptablePlatforms(platform(host));
        const ranks = only.map((image) =>
          acceptable.findIndex((candidate) => samePlatform(candidate, platform(image))),
        );
        assert.deepEqual(
          ranks,
          [...ranks].sort((a, b) => a - b),
        );
      });
    }
  });

  it('completes a word with the local platform, or with Linux', () => {
    const mac: Platform = { os: 'linux', architecture: 'arm64' };
    assert.deepEqual(parsePlatform('local', mac), { ok: true, value: mac });
    assert.deepEqual(parsePlatform('linux', mac), { ok: true, value: mac });
    assert.deepEqual(parsePlatform('s390x'), { ok: true, value: { os: 'linux', architecture: 's390x' } });
    assert.deepEqual(problem('linux'), { code: 'unknown', part: 'linux', suggestion: 'linux/amd64' });
    assert.deepEqual(problem('local'), { code: 'unknown', part: 'local' });
  });

  it('knows what uname and engines call an architecture', () => {
    const names = ['armv7l', 'armv6l', 'loongarch64', 'i686', 'x86_64', 'aarch64'];
    assert.deepEqual(
      names.map((name) => formatPlatform({ os: 'linux', architecture: name })),
      ['linux/arm/v7', 'linux/arm/v6', 'linux/loong64', 'linux/386', 'linux/amd64', 'linux/arm64'],
    );
  });

  it('says what is wrong with a text', () => {
    assert.deepEqual(problem(''), { code: 'empty' });
    assert.deepEqual(problem('  '), { code: 'empty' });
    assert.deepEqual(problem('linux/*'), { code: 'wildcard' });
    assert.deepEqual(problem('a/b/c/d'), { code: 'tooManyParts' });
    assert.deepEqual(problem('linux/amd 64'), { code: 'invalidPart', part: 'amd 64' });
    assert.deepEqual(problem('linux/..'), { code: 'invalidPart', part: '..' });
    assert.deepEqual(problem('amd46'), { code: 'unknown', part: 'amd46', suggestion: 'linux/amd64' });
    assert.deepEqual(problem('quux-9000'), { code: 'unknown', part: 'quux-9000' });
  });

  it('knows every common platform, and what is none', () => {
    assert.deepEqual(
      commonPlatforms.filter((text) => !isKnownPlatform(platform(text))),
      [],
    );
    assert.deepEqual(
      commonPlatforms.map((text) => formatPlatform(platform(text))),
      commonPlatforms,
    );
    for (const text of ['linux/arm64/v8', 'linux/arm64/v9.3', 'linux/amd64/v3', 'wasi/wasm', 'darwin/arm64']) {
      assert.ok(isKnownPlatform(platform(text)), text);
    }
    for (const text of [
      'linux/amd46',
      'unknown/unknown',
      'linux/amd64/v9',
      'windows/s390x',
      '__proto__/x',
      'linux/386/v1',
    ]) {
      assert.ok(!isKnownPlatform(platform(text)), text);
    }
  });

  it('finds the platform that was meant', () => {
    const meant = {
      'linux/amd46': 'linux/amd64',
      'linux/adm64': 'linux/amd64',
      'lniux/arm64': 'linux/arm64',
      'linux/x64': 'linux/amd64',
      'linux/arm64v8': 'linux/arm64',
      'linux/armv7': 'linux/arm/v7',
      'linux/arm/7l': 'linux/arm/v7',
      'linux/ppc64el': 'linux/ppc64le',
      'windows/adm64': 'windows/amd64',
      'linux/amd64/v9': 'linux/amd64',
      'arm64/v8': 'linux/arm64',
    };
    for (const [text, expected] of Object.entries(meant)) {
      assert.equal(nearestPlatform(platform(text)), expected, text);
    }
    assert.equal(nearestPlatform({ os: 'foo', architecture: 'bar' }), undefined);
  });

  it('has a place in lists that does not depend on who needs it', () => {
    assert.deepEqual(
      ordered(['linux/zeta', 'linux/s390x', 'linux/arm64', 'linux/alpha', 'linux/amd64', 'linux/arm64']),
      ['linux/amd64', 'linux/arm64', 'linux/s390x', 'linux/alpha', 'linux/zeta'],
    );
  });

  describe('runsNatively', () => {
    const native = (node: string, target: string, listed: readonly string[] = []) =>
      runsNatively(platform(node), platform(target), listed.map(platform));

    it('counts what the processor itself runs', () => {
      for (const [node, target] of [
        ['linux/amd64', 'linux/amd64'],
        ['linux/amd64', 'linux/amd64/v3'],
        ['linux/amd64', 'linux/386'],
        ['linux/arm64', 'linux/arm64/v8'],
        ['linux/arm/v7', 'linux/arm/v6'],
      ] as const) {
        assert.ok(native(node, target), `${target} on ${node}`);
      }
    });

    it('does not count what only an emulator runs', () => {
      for (const [node, target] of [
        ['linux/amd64', 'linux/arm64'],
        ['linux/arm64', 'linux/amd64'],
        ['linux/386', 'linux/amd64'],
        ['linux/arm/v6', 'linux/arm/v7'],
        ['linux/amd64', 'windows/amd64'],
        ['linux/ppc64le', 'linux/ppc64'],
      ] as const) {
        assert.ok(!native(node, target), `${target} on ${node}`);
      }
    });

    it('counts 32-bit Arm on arm64 where the node lists it and lists nothing foreign', () => {
      assert.ok(native('linux/arm64', 'linux/arm/v7', ['linux/arm64', 'linux/arm/v7', 'linux/arm/v6']));
      assert.ok(!native('linux/arm64', 'linux/arm/v7'));
      assert.ok(!native('linux/arm64', 'linux/arm/v7', ['linux/arm64', 'linux/amd64', 'linux/arm/v7', 'linux/arm/v6']));
    });
  });

  describe('properties', () => {
    const word = fc.oneof(
      fc.stringMatching(/^[A-Za-z0-9_.-]{1,12}$/),
      fc.constantFrom(
        'linux',
        'Windows',
        'macos',
        'arm',
        'arm64',
        'AARCH64',
        'armhf',
        'amd64',
        'v1',
        'v7',
        '7',
        'v8',
        'v9.0',
        '',
      ),
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 5 }).map((parts) => parts.join('/')),
    );

    it('reading never throws, and what is read can be read again', () => {
      fc.assert(
        fc.property(text, (input) => {
          const parsed = parsePlatform(input);
          if (parsed.ok) {
            const again = parsePlatform(formatPlatform(parsed.value));
            assert.ok(again.ok);
            assert.deepEqual(
              { ...again.value, osVersion: parsed.value.osVersion },
              { osVersion: undefined, ...parsed.value },
            );
            nearestPlatform(parsed.value);
          }
        }),
      );
    });

    it('normalising twice is normalising once', () => {
      fc.assert(
        fc.property(word, word, word, (os, architecture, variant) => {
          const once = normalizePlatform({ os, architecture, variant });
          assert.deepEqual(normalizePlatform(once), once);
        }),
      );
    });

    it('a platform is the same as itself, and a host of a known platform takes it first', () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...commonPlatforms, 'linux/amd64/v4', 'linux/arm64/v9.2', 'linux/arm/v8'),
          (name) => {
            const one = platform(name);
            assert.ok(samePlatform(one, one));
            assert.deepEqual(acceptablePlatforms(one)[0], one);
          },
        ),
      );
    });
  });
});

describe('a platform out of a registry', () => {
  const hostile: readonly Platform[] = [
    { os: '[linux/amd64](command:x)', architecture: 'amd64' },
    { os: 'linux/amd64', architecture: 'v2' },
    { os: 'linux', architecture: 'amd64/v2' },
    { os: 'linux', architecture: 'arm', variant: 'v7\u202e' },
    { os: 'linux', architecture: 'a'.repeat(65) },
    { os: 'linux', architecture: 'amd64 needed by 9 nodes' },
    { os: 'windows', architecture: 'amd64', osVersion: '10.0.17763.1 **all**' },
    { os: 'linux', architecture: '$(zap)' },
  ];

  it('attack: is shown as it came, or as another one', () => {
    const names = hostile.map(formatPlatform);
    names.forEach((name) => {
      assert.match(name, /^invalid\?[0-9a-f]{8}$/);
    });
    assert.equal(new Set(names).size, names.length);
    assert.equal(formatPlatform({ os: 'LINUX', architecture: 'x86_64' }), 'linux/amd64');
  });

  it('attack: matches a node, or a platform that is asked for', () => {
    const linux: Platform = { os: 'linux', architecture: 'amd64' };
    for (const platform of hostile) {
      assert.deepEqual(acceptablePlatforms(platform), []);
      assert.equal(matchesPlatform(linux, platform), false);
      assert.equal(matchesPlatform(platform, platform), false);
      assert.equal(runsNatively(platform, platform), false);
      assert.equal(parsePlatform(formatPlatform(platform)).ok, false);
    }
    assert.equal(parsePlatform(`linux/${'a'.repeat(65)}`).ok, false);
  });
});
