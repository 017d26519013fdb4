import assert from 'node:assert/strict';
import fc from 'fast-check';
import { collectSources } from '../../../../src/domain/sources/collect.ts';
import { composeServices } from '../../../../src/domain/sources/compose.ts';
import { readEnvFile } from '../../../../src/domain/sources/envFile.ts';
import { interpolate } from '../../../../src/domain/sources/interpolate.ts';
import { expected, filesOf } from './readCases.ts';

const servicesOf = (texts: readonly string[]) =>
  composeServices(texts.map((text) => ({ path: 'compose.yaml', text }))).found;

describe('services of a Compose file that are not built', () => {
  const running = (files: Readonly<Record<string, string>>) =>
    collectSources(Object.entries(files).map(([path, text]) => ({ path, text }))).running;

  it('have an image, and the platform that they are to run for', () => {
    const text = `
services:
  db: { image: "postgres:\${PG:-17}" }
  old: { image: mysql:5.7, platform: linux/amd64 }
  app: { image: r.io/app, build: . }
  other: { image: "r.io/\${OTHER}" }
  maybe: { image: a, platform: "\${PLATFORM}" }
  model: { provider: { type: model } }
`;
    assert.deepEqual(running({ 'compose.yaml': text }), [
      { name: 'db', image: 'postgres:17', file: 'compose.yaml' },
      { name: 'old', image: 'mysql:5.7', platform: 'linux/amd64', file: 'compose.yaml' },
    ]);
    assert.deepEqual(
      running({ 'compose.yaml': text, '.env': 'PG=18\nOTHER=b\nPLATFORM=linux/arm64\n' }).map(({ image, platform }) => [
        image,
        platform,
      ]),
      [
        ['postgres:18', undefined],
        ['mysql:5.7', 'linux/amd64'],
        ['r.io/b', undefined],
        ['a', 'linux/arm64'],
      ],
    );
  });

  it('are merged, extended and included as Compose does it', () => {
    assert.deepEqual(
      running({
        'compose.yaml': 'include: [db/compose.yaml]\nservices: { web: { image: nginx:1 }, more: { extends: web } }',
        'compose.override.yaml': 'services: { web: { image: nginx:2 }, more: { platform: linux/arm64 } }',
        'db/compose.yaml': 'services: { db: { image: postgres }, web: { image: other } }',
      }),
      [
        { name: 'web', image: 'nginx:2', file: 'compose.yaml' },
        { name: 'more', image: 'nginx:2', platform: 'linux/arm64', file: 'compose.yaml' },
        { name: 'db', image: 'postgres', file: 'db/compose.yaml' },
        { name: 'db', image: 'postgres', file: 'db/compose.yaml' },
        { name: 'web', image: 'other', file: 'db/compose.yaml' },
      ],
    );
  });
});

describe('services of a Compose file', () => {
  it('reads short and long builds and leaves out services without one', () => {
    const text = `
x-build: &build
  context: ./api
  platforms: [linux/amd64, linux/arm64]
services:
  web:
    build: ./web
    image: \${REGISTRY:-registry.example}/web:\${TAG-1.0}
  api:
    image: registry.example/api
    build:
      <<: *build
      dockerfile: Dockerfile.api
      target: prod
      tags: ["registry.example/api:\${VERSION}", registry.example/api]
  db:
    image: postgres
`;
    assert.deepEqual(servicesOf([text]), [
      { name: 'web', platforms: [], tags: ['registry.example/web:1.0'] },
      {
        name: 'api',
        platforms: ['linux/amd64', 'linux/arm64'],
        tags: ['registry.example/api'],
        unknown: ['tags'],
      },
    ]);
  });

  it('lays an override over the file', () => {
    const base = 'services: {web: {build: ./web, image: a/web}}';
    const override = 'services: {web: {image: b/web, build: {target: dev}}, tool: {build: .}}';
    assert.deepEqual(servicesOf([base, override]), [
      { name: 'web', platforms: [], tags: ['b/web'] },
      { name: 'tool', platforms: [], tags: [] },
    ]);
  });

  it('merges lists, and takes away what an override resets', () => {
    const base =
      'services: {a: {image: r/a, build: {context: ., tags: [r/a:1], platforms: [linux/amd64]}}, b: {build: .}}';
    const override = `
services:
  a: { build: { tags: [r/a:2], platforms: !override [linux/arm64] } }
  b: { build: !reset null, image: r/b }`;
    assert.deepEqual(servicesOf([base, override]), [
      { name: 'a', platforms: ['linux/arm64'], tags: ['r/a:1', 'r/a:2'] },
    ]);
  });

  it('knows nothing of what another file has that is extended', () => {
    const text = `
services:
  a: { extends: { file: common.yaml, service: base }, build: . }
  b: { extends: { service: a }, image: r/b }
  c: { extends: c, build: . }`;
    assert.deepEqual(servicesOf([text]), [
      { name: 'a', platforms: [], tags: [], unknown: ['tags', 'platforms'] },
      { name: 'b', platforms: [], tags: ['r/b'], unknown: ['platforms'] },
      { name: 'c', platforms: [], tags: [] },
    ]);
  });

  it("adds bake's extension to the build section, and takes the service's platform into account", () => {
    const text = `
services:
  a: {build: {context: ., x-bake: {tags: [a:1], platforms: [linux/arm64]}}}
  b: {platform: linux/riscv64, build: .}
  c: {image: c:1, build: {context: ., tags: [c:2], platforms: [linux/amd64], x-bake: {tags: 'c:3 c:2', platforms: linux/s390x}}}
`;
    assert.deepEqual(
      servicesOf([text]).map(({ tags, platforms }) => ({ tags, platforms })),
      [
        { tags: ['a:1'], platforms: ['linux/arm64'] },
        { tags: [], platforms: ['linux/riscv64'] },
        { tags: ['c:2', 'c:3'], platforms: ['linux/amd64', 'linux/s390x'] },
      ],
    );
  });

  it('attack: a service that grows with every document is copied for each', () => {
    const text = Array.from({ length: 3000 }, (_, at) => `---\nservices: {a: {build: {k${at}: 1}, k${at}: 1}}`).join(
      '\n',
    );
    assert.deepEqual(servicesOf([text]), [{ name: 'a', platforms: [], tags: [] }]);
  });

  it('attack: lists that grow with every document are copied for each', () => {
    const text = Array.from({ length: 3000 }, (_, at) => `---\nservices: {a: {build: {tags: [r/a:${at}]}}}`).join('\n');
    assert.deepEqual(composeServices([{ path: 'compose.yaml', text }]).tooComplex, ['compose.yaml']);
  });

  it('gives nothing for what is no Compose file, without throwing', () => {
    const bomb = `a: &a [x]\n${Array.from({ length: 30 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`;
    for (const text of [
      '',
      '[]',
      'services: 1',
      'services: [x]',
      '{',
      'services: {a: null, b: {build: 7}}',
      bomb,
      '['.repeat(20000),
    ]) {
      assert.deepEqual(servicesOf([text]), []);
    }
    fc.assert(fc.property(fc.string(), (text) => Array.isArray(servicesOf([text]))));
  });
});

describe('Compose files as bake prints them', () => {
  interface Case {
    readonly files: readonly string[];
    readonly refused?: string;
    readonly targets?: Readonly<Record<string, { group?: true; tags: string[]; platforms: string[] }>>;
  }
  for (const [name, sets] of Object.entries(expected<readonly Case[]>('compose'))) {
    for (const { files, targets } of sets.filter(({ refused }) => refused === undefined)) {
      it(`${name}: ${files.join(', ')}`, () => {
        const { sources } = collectSources(filesOf('compose', name));
        const found = sources.flatMap((source) =>
          source.kind === 'compose' && source.files.join('\n') === files.join('\n')
            ? [{ ...source, name: source.service.replaceAll('.', '_') }]
            : [],
        );
        assert.deepEqual(
          Object.fromEntries(found.map((one) => [one.name, [[...one.tags].sort(), [...one.platforms].sort()]])),
          Object.fromEntries(
            Object.entries(targets ?? {})
              .filter(([, { group }]) => !group)
              .map(([target, { tags, platforms }]) => [target, [tags.sort(), platforms.sort()]]),
          ),
        );
        assert.deepEqual(
          found.flatMap(({ unknown = [] }) => unknown),
          [],
        );
      });
    }
  }

  it('follows what is included as far as it is there, and ends with circles', () => {
    const files = [
      {
        path: 'compose.yaml',
        text: 'include: [other/a.yaml, ../out.yaml, no.yaml, "${X}"]\nservices: {web: {build: .}}',
      },
      { path: 'other/a.yaml', text: 'include: [{path: [b.yaml]}]\nservices: {a: {build: ., image: "r/a:${T}"}}' },
      { path: 'other/b.yaml', text: 'include: [a.yaml, ../compose.yaml]\nservices: {web: {build: x}, b: {build: .}}' },
      { path: 'other/.env', text: 'T=2' },
    ];
    const found = collectSources(files).sources.flatMap((source) =>
      source.kind === 'compose' ? [[source.service, source.tags]] : [],
    );
    assert.deepEqual(found, [
      ['web', []],
      ['a', ['r/a:2']],
      ['b', []],
    ]);
  });

  it('offers what is made to be laid over others with these, and not alone', () => {
    const base = { path: 'compose.yaml', text: 'services: {web: {build: ., image: r/web}, db: {image: r/db}}' };
    const overlay = {
      path: 'compose.prod.yaml',
      text: 'services: {web: {build: {platforms: [linux/arm64]}}, db: {environment: [A=b]}}',
    };
    const offered = (files: readonly { path: string; text: string }[]) =>
      collectSources(files).sources.map((source) => (source.kind === 'dockerfile' ? [] : [source.files, source.tags]));
    assert.deepEqual(offered([base, overlay]), [
      [['compose.yaml'], ['r/web']],
      [['compose.yaml', 'compose.prod.yaml'], ['r/web']],
    ]);
    assert.deepEqual(offered([overlay]), []);
  });
});

describe('a .env file', () => {
  it('is read as Compose does it', () => {
    const text = [
      '\uFEFFA=1',
      ' export B = "two # three" # comment',
      "C='$A'",
      'D=${A}-$B#x',
      'E=',
      'F="never closed',
      '# G=7',
      'H=$NOBODY',
      'A-B=1',
      'I=x #y',
    ].join('\r\n');
    assert.deepEqual(Object.fromEntries(readEnvFile(text)), {
      A: '1',
      B: 'two # three',
      C: '$A',
      D: '1-two # three#x',
      E: '',
      'A-B': '1',
      I: 'x',
    });
  });
});

describe("Compose's variables", () => {
  const cases: readonly (readonly [string, string])[] = [
    ['a/$TAG', 'a/$TAG'],
    ['a/${TAG}', 'a/${TAG}'],
    ['a/${TAG:-x}/${TAG-y}', 'a/x/y'],
    ['${A:-${B:-c}}/d', 'c/d'],
    ['${A:?missing}', '${A:?missing}'],
    ['${A:+set}b', 'b'],
    ['$$HOME', '$HOME'],
    ['${A', '${A'],
    ['5$', '5$'],
  ];
  for (const [text, expected] of cases) {
    it(`${text} → ${expected}`, () => {
      assert.equal(interpolate(text).text, expected);
    });
  }

  it('says when a variable has no value', () => {
    const values = new Map([
      ['TAG', '2'],
      ['EMPTY', ''],
    ]);
    const told: readonly (readonly [text: string, value: string, open: boolean])[] = [
      ['a:$TAG', 'a:2', false],
      ['a:${TAG-1}${EMPTY}', 'a:2', false],
      ['${EMPTY:-x}${EMPTY-y}${TAG:+z}${NO+n}', 'xz', false],
      ['a:$NO', 'a:$NO', true],
      ['${NO:-$NO2}', '$NO2', true],
      ['${EMPTY:?set it}', '${EMPTY:?set it}', true],
      ['${TAG#v}', '${TAG#v}', true],
      ['$$5', '$5', false],
    ];
    for (const [text, value, open] of told) {
      assert.deepEqual(interpolate(text, values), { text: value, open }, text);
    }
  });

  it('attack: a value that is named often makes gigabytes', () => {
    const { text, open } = interpolate('$V'.repeat(2000), new Map([['V', 'v'.repeat(4000)]]));
    assert.ok(text.length < 10_000 && open);
  });

  it('goes through deep nesting, and leaves a text alone that is longer than any name', () => {
    assert.equal(interpolate('${A:-'.repeat(200000)).text.length, 1000000);
    assert.equal(interpolate(`${'${'.repeat(2000)}$`).text, `${'${'.repeat(2000)}$`);
    assert.equal(typeof interpolate('${A:-'.repeat(600) + '}'.repeat(600)).text, 'string');
  });
});
