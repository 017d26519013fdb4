import assert from 'node:assert/strict';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { imageLines, readFolder } from './readFolder.ts';

const deployment = (image: string, spec = '') =>
  `{ apiVersion: apps/v1, kind: Deployment, metadata: { name: web }, spec: { template: { spec: { ${spec} containers: [{ image: '${image}' }] } } } }`;
const digest = `sha256:${'a'.repeat(64)}`;

describe('images of kustomizations', () => {
  it('replace those of the files that are built from, instead of standing beside them', () => {
    assert.deepEqual(
      imageLines({
        'config/kustomization.yaml':
          'resources: [manager.yaml]\nimages: [{ name: controller, newName: r.io/op, newTag: v1 }]',
        'config/manager.yaml': deployment('controller:latest'),
        'other/manager.yaml': deployment('controller:latest'),
      }),
      ['Deployment web r.io/op:v1', 'Deployment web controller:latest'],
    );
  });

  it('are applied by each folder that builds from another one, the inner ones first', () => {
    assert.deepEqual(
      imageLines({
        'base/kustomization.yaml': 'resources: [app.yaml]\nimages: [{ name: app, newName: r.io/app }]',
        'base/app.yaml': deployment('app:1'),
        'dev/kustomization.yaml': 'resources: [../base]\nimages: [{ name: r.io/app, newTag: dev }]',
        'prod/kustomization.yaml': `bases: [../base]\nimages: [{ name: r.io/app, digest: '${digest}' }]`,
      }),
      ['Deployment web r.io/app:dev', `Deployment web r.io/app@${digest}`],
    );
  });

  it('of components apply to what the kustomization builds from', () => {
    assert.deepEqual(
      imageLines({
        'kustomization.yaml': 'resources: [app.yaml]\ncomponents: [mirror]',
        'app.yaml': deployment('docker.io/app:1'),
        'mirror/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{ name: docker.io/app, newName: mirror.io/app }]',
      }),
      ['Deployment web mirror.io/app:1'],
    );
  });

  for (const [what, images, before, after] of [
    ['a tag replaces tag and digest', '{ name: r.io:5000/a, newTag: "2" }', `r.io:5000/a:1@${digest}`, 'r.io:5000/a:2'],
    ['a digest replaces the tag', `{ name: a, digest: '${digest}' }`, 'a:1', `a@${digest}`],
    ['both are kept', `{ name: a, newTag: "2", digest: '${digest}' }`, 'a', `a:2@${digest}`],
    ['a new name keeps the tag', '{ name: a, newName: b }', 'a:1', 'b:1'],
    ['another name is left alone', '{ name: a, newName: b }', 'x/a:1', 'x/a:1'],
  ] as const) {
    it(`change them as kustomize does: ${what}`, () => {
      const files = { 'kustomization.yaml': `resources: [a.yaml]\nimages: [${images}]`, 'a.yaml': deployment(before) };
      assert.equal(readFolder(files)[0]?.image, after);
    });
  }

  it('stand alone if what they replace is not in the workspace', () => {
    assert.deepEqual(
      imageLines({
        'kustomization.yaml':
          'resources: [https://example.com/app]\nimages: [{ name: app, newTag: "2" }, { name: idle }]',
      }),
      ['Kustomization app:2'],
    );
  });

  it('of a kustomization of Flux stand alone: its folder is in another repository, as far as is known', () => {
    assert.deepEqual(
      imageLines({
        'flux.yaml':
          'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: apps }\nspec: { path: ./apps, images: [{ name: app, newTag: "2" }] }',
        'apps/kustomization.yaml': 'resources: [app.yaml]',
        'apps/app.yaml': deployment('app:1'),
      }),
      ['Deployment web app:1', 'Kustomization apps app:2'],
    );
  });

  it('do not change fields of other objects', () => {
    const prometheus = '{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, spec: { image: app } }';
    assert.deepEqual(
      imageLines({
        'kustomization.yaml': 'resources: [p.yaml]\nimages: [{ name: app, newTag: "2" }]',
        'p.yaml': prometheus,
      }),
      ['Prometheus app', 'Kustomization app:2'],
    );
  });

  it('leave the placement as it is, unless a patch may change it', () => {
    const amd64 = { ...anywhere, nodeSelector: { arch: 'amd64' } };
    const placements = (kustomization: string) =>
      readFolder({
        'kustomization.yaml': `resources: [app.yaml]\n${kustomization}`,
        'app.yaml': deployment('app:1', 'nodeSelector: { arch: amd64 },'),
        'image.yaml': deployment('app:2'),
        'select.yaml': '{ kind: Deployment, spec: { template: { spec: { nodeSelector: { arch: arm64 } } } } }',
      }).map(({ image, placement }) => [image, placement]);
    assert.deepEqual(placements(''), [
      ['app:1', amd64],
      ['app:2', anywhere],
    ]);
    // a patch has a part of the pod only
    assert.deepEqual(placements('patches: [{ path: image.yaml }]'), [
      ['app:1', amd64],
      ['app:2', undefined],
    ]);
    for (const moving of [
      'patches: [{ path: select.yaml }]',
      'patchesStrategicMerge: [select.yaml]',
      'patches: [{ patch: "nodeSelector: {}" }]',
      // not read
      'patches: [{ path: patch.json, target: { kind: Deployment } }]',
      'patchesStrategicMerge: [missing.yaml]',
      'components: ["https://example.com/component"]',
      'replacements: [{ targets: [{ fieldPaths: [spec.template.spec.nodeSelector] }] }]',
      'replacements: [{ targets: [{ fieldPaths: [metadata.name, spec.template.spec] }] }]',
      'replacements: [{ path: missing.yaml }]',
    ]) {
      assert.deepEqual(placements(moving)[0], ['app:1', undefined], moving);
    }
    for (const other of [
      'patchesStrategicMerge: ["{ kind: Deployment, spec: { replicas: 2 } }"]',
      'replacements: [{ targets: [{ fieldPaths: [metadata.namespace] }] }]',
    ]) {
      assert.deepEqual(placements(other)[0], ['app:1', amd64], other);
    }
  });

  const amd64Only = 'nodeSelector: { arch: amd64 },';
  const toArm = '{ kind: Deployment, spec: { template: { spec: { nodeSelector: { arch: arm64 } } } } }';
  const moved = (files: Readonly<Record<string, string>>) =>
    readFolder(files).map(({ image, placement }) => [image, placement === undefined]);

  it('do not keep the placement if a patch file of a component may change it', () => {
    const component = 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n';
    const files = {
      'kustomization.yaml': 'resources: [app.yaml]\ncomponents: [outer]',
      'app.yaml': deployment('app:1', amd64Only),
      'outer/kustomization.yaml': `${component}components: [../inner]`,
      'inner/kustomization.yaml': `${component}patches: [{ path: patch.yaml }]`,
    };
    assert.deepEqual(moved({ ...files, 'inner/patch.yaml': toArm }), [['app:1', true]]);
    assert.deepEqual(moved({ ...files, 'inner/patch.yaml': '{ kind: Deployment, spec: { replicas: 2 } }' }), [
      ['app:1', false],
    ]);
  });

  it('are applied by each of two folders that are built together from the same one', () => {
    const files = {
      'kustomization.yaml': 'resources: [x, y]',
      'x/kustomization.yaml': 'resources: [../base]\nnamePrefix: x-',
      'y/kustomization.yaml':
        'resources: [../base]\nnamePrefix: y-\nimages: [{ name: app, newTag: "9" }]\npatches: [{ path: patch.yaml }]',
      'y/patch.yaml': toArm,
      'base/kustomization.yaml': 'resources: [app.yaml]',
      'base/app.yaml': deployment('app:1', amd64Only),
    };
    assert.deepEqual(moved(files), [
      ['app:1', false],
      ['app:9', true],
    ]);
  });

  it('attack: kustomizations build from each other, or from everything many times', () => {
    const circle = {
      'a/kustomization.yaml': 'resources: [../b, ../../../etc]\nimages: [{ name: app, newTag: "2" }]',
      'b/kustomization.yaml': 'resources: [../a, app.yaml]',
      'b/app.yaml': deployment('app:1'),
    };
    assert.deepEqual(imageLines(circle), ['Deployment web app:1', 'Kustomization app:2']);
    const levels = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `${at}/kustomization.yaml`,
        `resources: [../${at + 1}, ../${at + 1}/, .././${at + 1}]\n`,
      ]),
    );
    assert.deepEqual(
      imageLines({ ...levels, '60/kustomization.yaml': 'resources: [app.yaml]', '60/app.yaml': deployment('app:1') }),
      ['Deployment web app:1'],
    );
    const pairs = Object.fromEntries(
      Array.from({ length: 120 }, (_, at) => {
        const [name, level] = [at % 2 === 0 ? 'a' : 'b', Math.floor(at / 2)];
        return [`${name}${level}/kustomization.yaml`, `resources: [../a${level + 1}, ../b${level + 1}]`] as const;
      }),
    );
    assert.deepEqual(
      imageLines({ ...pairs, 'a60/kustomization.yaml': 'resources: [app.yaml]', 'a60/app.yaml': deployment('app:1') }),
      ['Deployment web app:1'],
    );
  });

  it('attack: thousands of kustomizations change thousands of images', () => {
    const images = Array.from({ length: 2000 }, (_, at) => `{ image: a${at} }`).join(', ');
    const pod = `{ apiVersion: v1, kind: Pod, spec: { containers: [${images}] } }`;
    const files = Object.fromEntries(
      Array.from({ length: 2000 }, (_, at) => [
        `${at}/kustomization.yaml`,
        `resources: [../pod.yaml]\nimages: [{ name: a${at}, newTag: "${at}" }]`,
      ]),
    );
    const found = readFolder({ ...files, 'pod.yaml': pod });
    // without kustomizations, each of both stands alone
    assert.equal(found.length, 4000);
    assert.deepEqual([found[1]?.image, found[2001]?.image], ['a1', 'a1:1']);
  });
});
