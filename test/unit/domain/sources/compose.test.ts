import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composeServices } from '../../../../src/domain/sources/compose.ts';
import { interpolate } from '../../../../src/domain/sources/compose/interpolate.ts';

const servicesOf = (texts: readonly string[]) =>
  composeServices(texts.map((text) => ({ path: 'compose.yaml', text }))).found;

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
      { name: 'web', context: './web', platforms: [], tags: ['registry.example/web:1.0'] },
      {
        name: 'api',
        context: './api',
        dockerfile: 'Dockerfile.api',
        target: 'prod',
        platforms: ['linux/amd64', 'linux/arm64'],
        tags: ['registry.example/api', 'registry.example/api:${VERSION}'],
      },
    ]);
  });

  it('lays an override over the file', () => {
    const base = 'services: {web: {build: ./web, image: a/web}}';
    const override = 'services: {web: {image: b/web, build: {target: dev}}, tool: {build: .}}';
    assert.deepEqual(servicesOf([base, override]), [
      { name: 'web', context: './web', target: 'dev', platforms: [], tags: ['b/web'] },
      { name: 'tool', context: '.', platforms: [], tags: [] },
    ]);
  });

  it("takes bake's extension and the service's platform into account", () => {
    const text = `
services:
  a: {build: {context: ., x-bake: {tags: [a:1], platforms: [linux/arm64]}}}
  b: {platform: linux/riscv64, build: .}
`;
    assert.deepEqual(
      servicesOf([text]).map(({ tags, platforms }) => ({ tags, platforms })),
      [
        { tags: ['a:1'], platforms: ['linux/arm64'] },
        { tags: [], platforms: ['linux/riscv64'] },
      ],
    );
  });

  it('attack: a service that grows with every document is copied for each', () => {
    const text = Array.from({ length: 3000 }, (_, at) => `---\nservices: {a: {build: {k${at}: 1}, k${at}: 1}}`).join(
      '\n',
    );
    assert.deepEqual(servicesOf([text]), [{ name: 'a', context: '.', platforms: [], tags: [] }]);
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
      assert.equal(interpolate(text), expected);
    });
  }

  it('goes through deep nesting, and leaves a text alone that is longer than any name', () => {
    assert.equal(interpolate('${A:-'.repeat(200000)).length, 1000000);
    assert.equal(interpolate(`${'${'.repeat(2000)}$`), `${'${'.repeat(2000)}$`);
    assert.equal(typeof interpolate('${A:-'.repeat(600) + '}'.repeat(600)), 'string');
  });
});
