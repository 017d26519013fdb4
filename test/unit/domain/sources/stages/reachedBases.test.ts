import assert from 'node:assert/strict';
import { formatPlatform, parsePlatform, type Platform } from '../../../../../src/domain/platform.ts';
import { readDockerfile } from '../../../../../src/domain/sources/dockerfile.ts';
import { reachedBases, type StageBuild } from '../../../../../src/domain/sources/stages/reachedBases.ts';

const platform = (text: string): Platform => {
  const parsed = parsePlatform(text);
  assert.ok(parsed.ok);
  return parsed.value;
};

interface Build extends Partial<Omit<StageBuild, 'platforms' | 'natives'>> {
  readonly platforms?: readonly string[];
  readonly natives?: readonly string[];
}

/** The images as `name platform`. */
function bases(text: string, { platforms = ['linux/arm64'], natives = ['linux/amd64'], ...more }: Build = {}) {
  const build = {
    args: {},
    contexts: [],
    ...more,
    platforms: platforms.map(platform),
    natives: natives.map(platform),
  };
  return reachedBases(readDockerfile(text), build).map((base) => `${base.image} ${formatPlatform(base.platform)}`);
}

describe('the images that a build takes', () => {
  it('are those of the stages that it reaches, each for the platforms of its stage', () => {
    const text = [
      'FROM --platform=$BUILDPLATFORM golang:1 AS build',
      'FROM unused AS tests',
      'FROM build AS generated',
      'FROM debian:12',
      'COPY --from=Build /app /app',
      'RUN --mount=type=cache,target=/c,from=r.io/cache:1 --mount="type=bind,from=generated" make',
    ].join('\n');
    assert.deepEqual(bases(text, { platforms: ['linux/amd64', 'linux/arm64'] }).toSorted(), [
      'debian:12 linux/amd64',
      'debian:12 linux/arm64',
      'golang:1 linux/amd64',
      'r.io/cache:1 linux/amd64',
      'r.io/cache:1 linux/arm64',
    ]);
  });

  it('are those that files are copied from, for what is built, whatever the stage runs on', () => {
    const text = 'FROM --platform=$BUILDPLATFORM a\nCOPY --chown=1 --from=tools:1 /t /t\nCOPY --from=0 x y';
    assert.deepEqual(bases(text), ['a linux/amd64', 'tools:1 linux/arm64', '0 linux/arm64']);
  });

  it('are those of the stage that is asked for, by name or number', () => {
    const text = 'FROM a AS one\nFROM b AS two\nFROM c';
    assert.deepEqual(bases(text, { target: 'ONE' }), ['a linux/arm64']);
    assert.deepEqual(bases(text, { target: '1' }), ['b linux/arm64']);
    assert.deepEqual(bases(text, { target: 'none' }), []);
    assert.deepEqual(bases(''), []);
  });

  it('have their arguments filled in, and are left out where these have no value', () => {
    const text =
      'ARG V=12\nARG REPO\nFROM debian:${V} AS a\nFROM $REPO/x AS b\nFROM app-$TARGETARCH\nCOPY --from=a / /\nCOPY --from=b / /';
    assert.deepEqual(bases(text), ['app-arm64 linux/arm64', 'debian:12 linux/arm64']);
    assert.deepEqual(bases(text, { args: { V: '13', REPO: 'r.io' } }), [
      'app-arm64 linux/arm64',
      'debian:13 linux/arm64',
      'r.io/x linux/arm64',
    ]);
  });

  it('are not told for the builder’s own platform where that is not known, or its nodes differ', () => {
    const text = 'FROM --platform=$BUILDPLATFORM a AS build\nFROM b\nCOPY --from=build / /';
    assert.deepEqual(bases(text, { natives: [] }), ['b linux/arm64']);
    assert.deepEqual(bases(text, { natives: ['linux/amd64', 'linux/arm64'] }), ['b linux/arm64']);
    assert.deepEqual(bases(text, { natives: ['linux/amd64', 'linux/amd64'] }), ['b linux/arm64', 'a linux/amd64']);
  });

  it('are those of a platform that is written, and not where none can be read', () => {
    assert.deepEqual(bases('FROM --platform=linux/s390x a'), ['a linux/s390x']);
    assert.deepEqual(bases('FROM --platform=$NONE a'), []);
  });

  it('attack: many stages that take from one another', () => {
    const stages = Array.from({ length: 5000 }, (_, at) => `FROM s${at - 1} AS s${at}\nCOPY --from=${at} a b`);
    const copies = Array.from({ length: 20_000 }, (_, at) => `COPY --from=s${at} a b`);
    assert.equal(bases([...stages, ...copies].join('\n')).length, 20_002);
  });

  it('are none where a name stands for a context, nothing, or a stage above', () => {
    const text = 'FROM scratch AS a\nFROM Base AS b\nFROM a\nCOPY --from=b / /';
    assert.deepEqual(bases(text, { contexts: ['base'] }), []);
    // a later stage does not count
    assert.deepEqual(bases('FROM later\nFROM x AS later', { target: '0' }), ['later linux/arm64']);
  });
});
