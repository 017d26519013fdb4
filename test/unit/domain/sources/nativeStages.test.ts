import assert from 'node:assert/strict';
import { normalizePlatform, type Platform } from '../../../../src/domain/platform.ts';
import { readDockerfile } from '../../../../src/domain/sources/dockerfile.ts';
import { nativeStages } from '../../../../src/domain/sources/nativeStages.ts';

const platform = (text: string): Platform => {
  const [os = '', architecture = '', variant] = text.split('/');
  return normalizePlatform({ os, architecture, ...(variant !== undefined && { variant }) });
};
const stagesOn = (text: string, natives: readonly string[] = ['linux/amd64'], args: Record<string, string> = {}) =>
  nativeStages(readDockerfile(text), args, natives.map(platform));

describe("stages on the builder's own platform", () => {
  const native: Readonly<Record<string, readonly string[]>> = {
    'by any spelling of its variables': [
      '$BUILDPLATFORM',
      '${BUILDPLATFORM}',
      '"$BUILDPLATFORM"',
      '${BUILDPLATFORM:-linux/arm64}',
      '$BUILDOS/$BUILDARCH',
      '${BUILDOS}/${BUILDARCH}',
      'linux/$BUILDARCH',
    ],
    'by a constant that is it': ['linux/amd64', 'linux/x86_64', 'amd64', 'LINUX/AMD64'],
    'by an argument': ['$HOST', '${HOST:-linux/arm64}', '$ALIAS', '${NOBODY:-$BUILDPLATFORM}'],
  };
  for (const [name, written] of Object.entries(native)) {
    it(name, () => {
      for (const each of written) {
        const text = `ARG HOST=linux/amd64\nARG ALIAS=\${HOST}\nFROM --platform=${each} a AS Build\nFROM scratch`;
        assert.deepEqual(stagesOn(text), ['build'], each);
      }
    });
  }

  it('are not those of another platform, of the target platform, or of an unknown one', () => {
    for (const each of [
      'linux/arm64',
      '$TARGETPLATFORM',
      'linux/$TARGETARCH',
      '${TARGETPLATFORM:-linux/amd64}',
      '$X',
      '',
    ]) {
      assert.deepEqual(stagesOn(`FROM --platform=${each} a AS build\nFROM scratch`), [], each);
    }
  });

  it('are those that are made from such a stage, too', () => {
    const text = 'FROM --platform=$BUILDPLATFORM a AS one\nFROM ONE AS two\nFROM two\nFROM b AS four';
    assert.deepEqual(stagesOn(text), ['one', 'two', 'stage-2']);
    assert.deepEqual(stagesOn('FROM --platform=$BUILDPLATFORM a'), ['']);
  });

  it('follow build arguments, as BuildKit does', () => {
    const text = 'ARG HOST\nFROM --platform=$HOST a AS build\nFROM scratch';
    assert.deepEqual(stagesOn(text), []);
    assert.deepEqual(stagesOn(text, ['linux/amd64'], { HOST: 'linux/amd64' }), ['build']);
    const own = 'FROM --platform=$BUILDPLATFORM a AS build\nFROM scratch';
    assert.deepEqual(stagesOn(own, ['linux/amd64'], { BUILDPLATFORM: 'linux/arm64' }), []);
  });

  it('are certain only if they are native for every node, and by variables only if the builder is unknown', () => {
    const variable = 'FROM --platform=$BUILDPLATFORM a AS build\nFROM scratch';
    const constant = 'FROM --platform=linux/amd64 a AS build\nFROM scratch';
    const both = ['linux/amd64', 'linux/arm64'];
    assert.deepEqual([stagesOn(variable, both), stagesOn(variable, [])], [['build'], ['build']]);
    assert.deepEqual([stagesOn(constant, both), stagesOn(constant, [])], [[], []]);
  });

  it('attack: many arguments for many stages', () => {
    const args = Array.from({ length: 5000 }, (_, at) => `ARG A${at}=\${A${at - 1}}x`).join('\n');
    const stages = Array.from({ length: 5000 }, () => 'FROM --platform=$A4999 a').join('\n');
    assert.deepEqual(stagesOn(`${args}\n${stages}`), []);
  });
});
