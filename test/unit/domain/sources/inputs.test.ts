import assert from 'node:assert/strict';
import { guessContext, inputsOf, placesToLook, readDockerfile } from '../../../../src/domain/sources/dockerfile.ts';
import { dockerfileSource, requestFor } from '../../../../src/domain/sources/buildSource.ts';

const asked = (text: string, target?: string) =>
  inputsOf(readDockerfile(text), target).map((input) =>
    [
      input.kind,
      input.kind === 'arg' ? `${input.name}${input.value === undefined ? '' : `=${input.value}`}` : input.id,
      ...(input.required ? ['required'] : []),
    ].join(' '),
  );
const copiedBy = (text: string) => dockerfileSource('a/Dockerfile', readDockerfile(`FROM x\n${text}`)).copied ?? [];

describe('what a Dockerfile asks for', () => {
  it('is its arguments, secrets and connections, each once', () => {
    const text = `ARG BASE=alpine
FROM \${BASE} AS one
ARG BASE
ARG VERSION="1 0" TARGETARCH
ARG HTTP_PROXY
RUN --mount=type=secret,id=npm,target=/root/.npmrc --mount=type=ssh npm ci
RUN --mount=type=secret,target=/run/token,required --mount="type=ssh,id=git,required=true" make
FROM one
ARG VERSION
RUN --mount=type=cache,target=/c --mount=type=secret,id=npm,required=TRUE npm ci`;
    assert.deepEqual(asked(text), [
      'arg BASE=alpine',
      'arg VERSION=1 0',
      'secret npm required',
      'ssh default',
      'secret token required',
      'ssh git required',
    ]);
    assert.deepEqual(asked('FROM scratch\nCOPY a b'), []);
  });

  it('is required where the build fails without it', () => {
    const text =
      'ARG A\nARG B\nARG C=1\nFROM --platform=$B r.io/$A:${C} AS x\nARG D\nARG E\nRUN echo ${D:?needed} ${E:-none}';
    assert.deepEqual(asked(text), ['arg A required', 'arg B required', 'arg C=1', 'arg D required', 'arg E']);
    assert.deepEqual(asked('ARG A\nFROM ${A:-alpine}'), ['arg A']);
  });

  it('is not required where the build goes on without it', () => {
    assert.deepEqual(asked('ARG A\nARG B=x\nFROM r/img-${B}${A}'), ['arg A', 'arg B=x']);
    assert.deepEqual(asked('ARG A\nARG B\nFROM ${A}img:${B}'), ['arg A', 'arg B required']);
    assert.deepEqual(asked('ARG A\nARG B\nFROM $A$B'), ['arg A required', 'arg B required']);
    assert.deepEqual(asked('ARG A\nARG B\nFROM ${A:-r}/img:${B}'), ['arg A', 'arg B required']);
    assert.deepEqual(asked('ARG A\nFROM a AS One\nFROM ${A}One'), ['arg A']);
    assert.deepEqual(asked('ARG A\nFROM --platform=$TARGETOS/$A r/img-$TARGETARCH'), ['arg A required']);
    assert.deepEqual(asked('ARG A\nFROM ${A:?needed}'), ['arg A required']);
  });

  it('is nothing that only other stages use', () => {
    const text = `ARG SUFFIX=slim
ARG VERSION=1-\${SUFFIX}
ARG GO=1
ARG SHARED=s
ARG UNUSED
FROM golang:\${GO} AS build
ARG SHARED
FROM debian:\${VERSION}`;
    assert.deepEqual(asked(text), ['arg SUFFIX=slim', 'arg VERSION=1-${SUFFIX}']);
    assert.deepEqual(asked(text, 'build'), ['arg GO=1', 'arg SHARED=s']);
  });

  it('includes the stages that variables select', () => {
    const text = `ARG KIND=full
FROM a AS app-FULL
ARG FULL
FROM b AS app-slim
ARG SLIM
FROM c AS bin-linux-arm64
RUN --mount=type=secret,id=arm true
FROM d AS bin-linux-amd64
RUN --mount=type=secret,id=amd true
FROM e AS bin-windows
RUN --mount=type=ssh true
FROM app-\${KIND} AS app
FROM bin-linux-$TARGETARCH
COPY --from=app / /`;
    assert.deepEqual(asked(text), ['arg KIND=full', 'arg FULL', 'secret arm', 'secret amd']);
    assert.deepEqual(asked('ARG A\nFROM a AS x\nARG X\nFROM ${A}x'), ['arg A', 'arg X']);
    assert.deepEqual(asked('FROM a AS ab\nARG X\nFROM ab${TARGETOS}b'), []);
    const computed = 'ARG A=${TARGETPLATFORM#linux/}\nARG A=${A:+"no"}\nARG A=${A:-"yes"}';
    assert.deepEqual(asked(`${computed}\nFROM a AS is-yes\nARG YES\nFROM b AS is-no\nARG NO\nFROM is-$A`).slice(1), [
      'arg YES',
      'arg NO',
    ]);
  });

  it('takes little time for thousands of stages that any name fits', () => {
    const text = Array.from({ length: 8000 }, (_, at) => `FROM $TARGETARCH AS s${at}\nARG A${at}`).join('\n');
    assert.ok(asked(text).length > 0);
  });

  it('is that of the stages that are built', () => {
    const text = `FROM a AS base
ARG BASE_ARG
FROM b AS tools
ARG TOOLS
FROM c AS test
ARG TEST
FROM BASE AS app
COPY --from=tools /x /x
RUN --mount=type=bind,from=1,target=/t true
FROM app`;
    assert.deepEqual(asked(text), ['arg BASE_ARG', 'arg TOOLS']);
    assert.deepEqual(asked(text, 'TEST'), ['arg TEST']);
    assert.deepEqual(asked(text, '0'), ['arg BASE_ARG']);
  });
});

describe('the build context of a Dockerfile', () => {
  it('is told by what is copied from it, and from nowhere else', () => {
    assert.deepEqual(
      copiedBy(
        [
          'COPY --chown=1:1 package.json ./yarn.lock /app/',
          'ADD ["src dir/a", "/b", "/c/"]',
          'COPY . .',
          'COPY --from=x y z',
          'ADD https://example.com/x git@github.com:a/b.git /y',
          'COPY <<EOF /z',
          'a b',
          'EOF',
          'COPY $NAME *.json src/*/x ../up ./',
          'RUN --mount=type=bind,source=go.mod,target=go.mod true',
          'COPY "quoted" q',
          'ONBUILD COPY later l',
        ].join('\n'),
      ),
      ['package.json', 'yarn.lock', 'src dir/a', 'b', 'src', 'go.mod', 'quoted'],
    );
  });

  const guess = (file: string, copied: readonly string[], there: readonly string[]) =>
    guessContext(placesToLook(file, copied), (path) => there.includes(path));

  it('is the folder that has most of it, and Docker’s default where that is as good or nothing tells', () => {
    assert.equal(guess('a/b/Dockerfile', ['x', 'y'], ['x', 'y', 'a/x']), '.');
    assert.equal(guess('a/b/Dockerfile', ['x', 'y'], ['x', 'a/x']), 'a');
    assert.equal(guess('a/b/Dockerfile', ['x'], ['a/b/x', 'x']), undefined);
    assert.equal(guess('a/b/Dockerfile', ['dist'], []), undefined);
    assert.equal(guess('a/Dockerfile', ['a/x', 'dist'], ['a/x']), '.');
    assert.deepEqual(placesToLook('Dockerfile', ['x']), []);
    assert.deepEqual(placesToLook('a/Dockerfile', []), []);
  });

  it('is looked for in few places, whatever the file says', () => {
    const deep = placesToLook(
      `${'d/'.repeat(500)}Dockerfile`,
      Array.from({ length: 500 }, (_, at) => `f${at}`),
    );
    assert.ok(deep.length <= 8 && deep.every(({ paths }) => paths.length <= 30));
    assert.equal(deep.at(-1)?.folder, '.');
  });

  it('is what a request takes where nobody says another one', () => {
    const source = { kind: 'dockerfile', file: 'a/Dockerfile', stages: [], context: '.' } as const;
    const answers = { platforms: [], tags: [], output: 'cache' } as const;
    assert.equal(requestFor(source, answers).context, '.');
    assert.equal(requestFor(source, { ...answers, context: 'a' }).context, 'a');
  });
});
