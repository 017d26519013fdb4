import assert from 'node:assert/strict';
import { collectSources } from '../../../../src/domain/sources/collect.ts';
import { fileKind } from '../../../../src/domain/sources/fileKinds.ts';
import { readFileSync } from 'node:fs';
import { isRequestOf, nameOf, requestFor, sourceOf } from '../../../../src/domain/sources/buildSource.ts';

const named = () =>
  JSON.parse(readFileSync(new URL('../../../fixtures/sources/names.json', import.meta.url), 'utf8')) as Readonly<
    Record<string, readonly string[]>
  >;

const files = [
  { path: 'services/api/Dockerfile', text: 'FROM a AS build\nFROM b' },
  { path: 'Dockerfile', text: 'FROM a' },
  { path: 'services/docker-bake.hcl', text: 'target "api" { tags = ["r/api"] }' },
  { path: 'services/docker-bake.override.hcl', text: 'target "api" { platforms = ["linux/arm64"] }' },
  { path: 'services/compose.yaml', text: 'services: {web.1: {build: ., image: r/web}}' },
  { path: 'services/compose.prod.yaml', text: 'services: {prod: {build: .}}' },
  { path: 'readme.md', text: 'FROM here' },
];

describe('sources of a folder', () => {
  const { sources } = collectSources(files);

  it('puts together what the tools read together', () => {
    assert.deepEqual(
      sources.map((source) => [
        source.kind,
        nameOf(source, 'shop'),
        source.kind === 'dockerfile' ? source.file : source.files.join(' '),
      ]),
      [
        ['dockerfile', 'shop', 'Dockerfile'],
        ['dockerfile', 'api', 'services/api/Dockerfile'],
        ['bake', 'api', 'services/compose.yaml services/docker-bake.hcl services/docker-bake.override.hcl'],
        ['compose', 'web.1', 'services/compose.yaml'],
        ['compose', 'prod', 'services/compose.prod.yaml'],
      ],
    );
    assert.deepEqual(sources[2], {
      kind: 'bake',
      directory: 'services',
      files: ['services/compose.yaml', 'services/docker-bake.hcl', 'services/docker-bake.override.hcl'],
      target: 'api',
      several: false,
      tags: ['r/api'],
      platforms: ['linux/arm64'],
    });
  });

  it('attack: a file that is too complex takes the others along', () => {
    const bomb = 'services: {a: {build: .}}\nx: ' + '? '.repeat(20_000);
    const chain = Array.from({ length: 20_000 }, (_, at) => `target "t${at}" { inherits = ["t${at + 1}"] }`).join('\n');
    const collected = collectSources([
      ...files,
      { path: 'bad/compose.yaml', text: bomb },
      { path: 'bad/compose.override.yaml', text: 'services: {b: {build: .}}' },
      { path: 'bad/docker-bake.hcl', text: chain },
      { path: 'bad/docker-bake.json', text: '['.repeat(200_000) },
    ]);
    assert.deepEqual(collected.tooComplex, ['bad/docker-bake.json', 'bad/docker-bake.hcl', 'bad/compose.yaml']);
    assert.deepEqual(
      collected.sources.filter((source) => source.kind === 'dockerfile' || source.directory !== 'bad'),
      sources,
    );
    assert.deepEqual(
      collected.sources.flatMap((source) =>
        source.kind === 'compose' && source.directory === 'bad' ? [source.service] : [],
      ),
      ['b'],
    );
  });

  it('makes requests that can be traced back to their source', () => {
    const answers = { platforms: ['linux/arm64'], tags: ['r/x:1'], output: 'push' as const };
    const requests = sources.map((source) => requestFor(source, answers));
    assert.deepEqual(requests[1], {
      dockerfile: 'services/api/Dockerfile',
      context: 'services/api',
      platforms: ['linux/arm64'],
      tags: ['r/x:1'],
      output: 'push',
    });
    assert.deepEqual(requests[3], {
      context: 'services',
      bakeFiles: ['services/compose.yaml'],
      bakeTargets: ['web_1'],
      platforms: ['linux/arm64'],
      tags: ['r/x:1'],
      output: 'push',
    });
    requests.forEach((request, at) => {
      assert.deepEqual(
        sources.map((source) => isRequestOf(request, source)),
        sources.map((_, index) => index === at),
      );
    });
  });

  it('knows the Dockerfile that a request leaves to the default', () => {
    assert.equal(isRequestOf({ context: './services/api/' }, sources[1]!), true);
    assert.deepEqual(sourceOf({ context: 'services/api' }), {
      kind: 'dockerfile',
      file: 'services/api/Dockerfile',
      stages: [],
    });
    assert.equal(isRequestOf({ bakeFiles: ['services/compose.yaml'] }, sources[1]!), false);
  });

  it('keeps what the wizard does not ask about, for the same source only', () => {
    const former = {
      dockerfile: 'Dockerfile',
      buildArgs: { A: '1' },
      secrets: ['id=x'],
      cacheFrom: ['type=gha'],
      target: 'old',
    };
    const answers = {
      platforms: ['linux/arm64'],
      tags: [],
      output: 'oci' as const,
      destination: 'oci/x',
      builder: 'multiarch',
    };
    assert.deepEqual(requestFor(sources[0]!, answers, former), {
      dockerfile: 'Dockerfile',
      context: '.',
      platforms: ['linux/arm64'],
      output: 'oci',
      destination: 'oci/x',
      builder: 'multiarch',
      buildArgs: { A: '1' },
      secrets: ['id=x'],
      cacheFrom: ['type=gha'],
    });
    assert.equal(requestFor(sources[1]!, answers, former).buildArgs, undefined);
  });
});

describe('files whose names say not enough', () => {
  it('count when they begin as a Dockerfile does', () => {
    const offered = (path: string, text: string) => collectSources([{ path, text }]).sources.length;
    assert.equal(offered('Dockerfile.go', '# syntax=docker/dockerfile:1\nARG V=1\nfrom golang:${V}'), 1);
    assert.equal(offered('Dockerfile.go', 'package x\nconst y = `\nFROM a\n`'), 0);
    assert.equal(offered('Dockerfile-notes', 'how we build\nFROM the start'), 0);
    assert.equal(offered('Dockerfile', ''), 1);
    assert.equal(offered('bake.hcl', 'job "x" { type = "batch" }'), 0);
  });

  it('are laid over what they need from the files beside them', () => {
    const main = {
      path: 'docker-bake.hcl',
      text: 'variable "R" { default = "r" }\ntarget "_c" { platforms = ["linux/arm64"] }',
    };
    const ci = { path: 'docker-bake.ci.hcl', text: 'target "ci" {\n inherits = ["_c"]\n tags = ["${R}/ci"]\n}' };
    assert.deepEqual(collectSources([main, ci]).sources, [
      {
        kind: 'bake',
        directory: '.',
        files: ['docker-bake.hcl', 'docker-bake.ci.hcl'],
        target: 'ci',
        several: false,
        tags: ['r/ci'],
        platforms: ['linux/arm64'],
      },
    ]);
  });

  it('are completed by Compose files beside them, which bake reads as well', () => {
    const files = [
      { path: 'compose.yaml', text: 'services: {web: {build: ., image: r/web}}' },
      { path: 'docker-bake.hcl', text: 'target "web" { platforms = ["linux/arm64"] }' },
    ];
    const [bake] = collectSources(files).sources;
    assert.deepEqual(bake?.kind === 'bake' && [bake.target, bake.tags, bake.platforms], [
      'web',
      ['r/web'],
      ['linux/arm64'],
    ]);
  });
});

describe('names of files', () => {
  const kinds: Readonly<Record<string, string | undefined>> = {
    'a/Dockerfile': 'dockerfile',
    dockerfile: 'dockerfile',
    Containerfile: 'dockerfile',
    'api.Dockerfile': 'dockerfile',
    'Dockerfile.dev': 'dockerfile',
    'Dockerfile.dockerignore': undefined,
    'my-Dockerfile': undefined,
    'compose.yml': 'compose',
    'docker-compose.prod.yaml': 'compose',
    'compose-old.yaml': 'compose',
    'composer.yaml': undefined,
    'docker-bake.hcl': 'bake',
    'docker-bake.override.json': 'bake',
    'bake.json': undefined,
    'docker-bake-ci.hcl': 'bake',
    'images.bake.hcl': 'bake',
    'nomad.hcl': undefined,
    Dockerfile2: 'dockerfile',
    'Dockerfile-workers': 'dockerfile',
    'Dockerfile.go': 'dockerfile',
    'dockerfile.go': undefined,
    'Dockerfile.md': undefined,
    'Dockerfile.tmpl': undefined,
    DockerfileParser: undefined,
    'compose_dev.yaml': 'compose',
  };
  for (const [kind, paths] of Object.entries(named())) {
    for (const path of paths) {
      it(`${path}: ${kind} in public files`, () => {
        assert.equal(fileKind(path) ?? 'null', kind);
      });
    }
  }
  for (const [path, kind] of Object.entries(kinds)) {
    it(`${path}: ${kind ?? 'nothing'}`, () => {
      assert.equal(fileKind(path), kind);
    });
  }
});
