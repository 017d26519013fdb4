import assert from 'node:assert/strict';
import { manifestFacts } from '../../../../../src/domain/sources/manifests/manifestFacts.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { imageLines, readFolder } from '../manifests/readFolder.ts';

const chart =
  'name: shop\nversion: 0.1.0\nappVersion: 1.2.3\ndependencies: [{ name: postgresql }, { name: redis, alias: cache }]\n';
const template = 'image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"';
const digest = `sha256:${'b'.repeat(64)}`;

describe('images of Helm charts', () => {
  for (const [what, values, ...images] of [
    ['a repository and a tag', 'image: { repository: r.io/app, tag: v1, pullPolicy: Always }', 'r.io/app:v1'],
    ['a registry', 'image: { registry: r.io, repository: team/app, tag: 2 }', 'r.io/team/app:2'],
    ['a registry that the repository repeats', 'image: { registry: r.io, repository: r.io/app, tag: a }', 'r.io/app:a'],
    ['a digest', `image: { repository: app, digest: "${digest}" }`, `app@${digest}`],
    ['a tag and a digest', `image: { repository: app, tag: v1, digest: "${digest}" }`, `app:v1@${digest}`],
    [
      'a checksum without its algorithm',
      `image: { repository: app, tag: v1, sha: "${'b'.repeat(64)}" }`,
      `app:v1@${digest}`,
    ],
    ['a tag with a digest', `image: { repository: app, tag: "v1@${digest}" }`, `app:v1@${digest}`],
    [
      'a name instead of a repository',
      'controller: { image: { registry: r.io, image: ingress, tag: v1 } }',
      'r.io/ingress:v1',
    ],
    ['a text', 'image: r.io/app:1', 'r.io/app:1'],
    ['a text with its tag beside it', 'image: r.io/app\nimageTag: "2"', 'r.io/app:2'],
    ['a text without a tag', 'web: { image: nginx }', 'nginx'],
    [
      'several images at any depth',
      'a: { initImage: { repository: i, tag: "1" } }\nb: [{ sidecarImage: "s/s:2" }]',
      'i:1',
      's/s:2',
    ],
    ['a mapping of another name', 'csi: { attacher: { repository: r.io/attacher, tag: v4 } }', 'r.io/attacher:v4'],
    ['members of images', 'images: { web: "r.io/web:1", pullPolicy: Always }', 'r.io/web:1'],
    [
      'a global registry',
      'global: { imageRegistry: mirror.io }\nimage: { registry: r.io, repository: app, tag: a }\njob: { image: { repository: job, tag: b } }',
      'mirror.io/app:a',
      'job:b',
    ],
  ] as const) {
    it(`are found by the usual shapes: ${what}`, () => {
      assert.deepEqual(
        imageLines({ 'values.yaml': values }),
        images.map((image) => `Helm chart ${image}`),
      );
    });
  }

  for (const [what, values] of [
    ['a picture', 'image: logo.png\nbackgroundImage: img/back.svg'],
    ['a template', 'image: "{{ .Values.other }}"'],
    [
      'a chart repository',
      'source: { repository: https://charts.example.com, version: 1 }\ngit: { repository: acme/app, branch: main }',
    ],
    ['a repository without a version', 'image: { repository: app, tag: "" }'],
    ['something else called an image', 'image: Ubuntu Server\nimages: { enabled: true, name: web }'],
  ] as const) {
    it(`are not invented: ${what}`, () => {
      assert.deepEqual(imageLines({ 'values.yaml': values }), []);
    });
  }

  it('are read from files with usual names only, and from no Kubernetes object', () => {
    const image = 'image: r.io/app:1';
    assert.deepEqual(
      imageLines({
        'config.yaml': image,
        'myvalues.yaml': image,
        'values.yaml': `apiVersion: v1\nkind: ConfigMap\n${image}`,
      }),
      [],
    );
    for (const name of [
      'values.yml',
      'values-prod.yaml',
      'values.prod.yaml',
      'prod-values.yaml',
      'ci/prod.values.yaml',
    ]) {
      assert.deepEqual(imageLines({ [name]: image }), ['Helm chart r.io/app:1'], name);
    }
    // a value of this name
    assert.deepEqual(imageLines({ 'values.yaml': `kind: Deployment\n${image}` }), ['Helm chart r.io/app:1']);
  });

  it('have the version of the program as their tag, where the templates of the chart say so', () => {
    const tags = (...templates: readonly string[]) =>
      imageLines({
        'Chart.yaml': chart,
        'values.yaml': 'image: { repository: r.io/app }',
        ...Object.fromEntries(templates.map((text, at) => [`templates/${at}.tpl`, text])),
      });
    assert.deepEqual(tags(template), ['Helm chart shop r.io/app:1.2.3']);
    assert.deepEqual(tags('{{ default (printf "v%s" .Chart.AppVersion) .Values.image.tag }}'), [
      'Helm chart shop r.io/app:v1.2.3',
    ]);
    assert.deepEqual(
      tags(
        '{{ print "v" .Chart.AppVersion }}',
        '{{ if semverCompare ">=1" (coalesce .Values.image.tag .Chart.AppVersion) }}',
      ),
      ['Helm chart shop r.io/app:v1.2.3'],
    );
    assert.deepEqual(tags(template, '{{ default (printf "v%s" .Chart.AppVersion) .Values.image.tag }}'), []);
    assert.deepEqual(tags('tag: {{ printf "%s-%s" .Chart.AppVersion .name }}'), []);
    assert.deepEqual(tags('app.kubernetes.io/version: {{ default "a" .Chart.AppVersion }}'), []);
    // of public charts: fluentd, fluentd-aggregator, fluent-operator, and one whose helper adds the letter
    assert.deepEqual(tags('{{- $tag := printf "v%s-debian-%s" .Chart.AppVersion .Values.variant -}}'), []);
    const one = ['Helm chart shop r.io/app:1.2.3'];
    assert.deepEqual(tags('{{ include "shop.image" (merge .Values.image (dict "tag" .Chart.AppVersion)) }}'), one);
    const given = '{{ template "shop.image" (tuple .Values.image $.Chart.AppVersion) }}';
    assert.deepEqual(tags(given, '{{ printf ":%s" (default $defaultTag .tag) }}'), one);
    assert.deepEqual(tags(given, '{{ printf "%s:v%s" .repository .tag }}'), []);
    assert.deepEqual(tags('{{ printf "%s/%s:%s" .registry .repository (.tag | default .Chart.AppVersion) }}'), one);
    assert.deepEqual(tags('{{ printf "%s:%s@%s" .repository (default .Chart.AppVersion .tag) .digest }}'), one);
    assert.deepEqual(tags('{{ printf "%s:%s" .repository (default (printf "v%s" .Chart.AppVersion) .tag) }}'), [
      'Helm chart shop r.io/app:v1.2.3',
    ]);
    assert.deepEqual(tags(), []);
    const files = {
      'Chart.yaml': chart.replace('postgresql', 'common'),
      'values.yaml': 'image: { repository: r.io/app }',
      'templates/all.yaml': '{{ include "common.all" . }}',
    };
    assert.deepEqual(imageLines(files), ['Helm chart shop r.io/app:1.2.3']);
  });

  it('have the default tag where an empty one stands beside their name', () => {
    const files = {
      'Chart.yaml': chart,
      'values.yaml':
        'images: { tag: "", operator: r.io/operator, scaler: r.io/scaler }\nweb: { image: r.io/web, tag: }',
    };
    const version = '{{ .Values.images.operator }}:{{ .Values.images.tag | default .Chart.AppVersion }}';
    assert.deepEqual(imageLines({ ...files, 'templates/a.yaml': version }), [
      'Helm chart shop r.io/operator:1.2.3',
      'Helm chart shop r.io/scaler:1.2.3',
      'Helm chart shop r.io/web:1.2.3',
    ]);
    assert.deepEqual(imageLines(files), []);
  });

  it('are placed by another values file that does not name them', () => {
    const workloads = readFolder({
      'Chart.yaml': chart,
      'values.yaml':
        'image: { repository: app, tag: v1 }\nnodeSelector: {}\nworker: { image: { repository: w, tag: v1 } }',
      'values-arm.yaml': 'nodeSelector: { kubernetes.io/arch: arm64 }',
      'values-worker.yaml': 'worker: { nodeSelector: { kubernetes.io/arch: amd64 }, replicas: 2 }',
    });
    assert.deepEqual(
      workloads.map(({ image, placement }) => [image, placement?.nodeSelector['kubernetes.io/arch']]),
      [
        ['app:v1', undefined],
        ['app:v1', 'arm64'],
        ['w:v1', undefined],
        ['w:v1', 'amd64'],
      ],
    );
  });

  it('are those of the file that names them, also if another one completes them', () => {
    const read = readFolder({
      'shop/Chart.yaml': chart,
      'shop/values.yaml': 'image: { repository: app, tag: v1 }',
      'shop/values-prod.yaml': 'image: { tag: v2 }',
      'shop/values-prod.yaml#rendered': 'kind: Pod\napiVersion: v1\nspec: { containers: [{ image: "app:v3" }] }',
      'kustomization.yaml': 'images: [{ name: other, newTag: "4" }]',
    });
    assert.deepEqual(
      read.map(({ image, file }) => [image, file]),
      [
        ['app:v3', 'shop/values-prod.yaml'],
        ['other:4', 'kustomization.yaml'],
        ['app:v1', 'shop/values.yaml'],
        ['app:v2', 'shop/values-prod.yaml'],
      ],
    );
  });

  it('of subcharts do not have the version of the chart', () => {
    const values =
      'postgresql: { image: { repository: pg } }\ncache: { image: { repository: redis } }\nweb: { image: { repository: web } }';
    assert.deepEqual(imageLines({ 'Chart.yaml': chart, 'values.yaml': values, 'templates/a.yaml': template }), [
      'Helm chart shop web:1.2.3',
    ]);
  });

  it('of other values files are completed by the values of the chart', () => {
    assert.deepEqual(
      imageLines({
        'charts/shop/Chart.yaml': chart,
        'charts/shop/values.yaml': 'image: { registry: r.io, repository: app, tag: v1 }\nnodeSelector: { arch: amd64 }',
        'charts/shop/ci/values-prod.yaml': 'image: { tag: v2 }',
        'values-other.yaml': 'image: { tag: v3 }',
      }),
      ['Helm chart shop r.io/app:v1', 'Helm chart shop r.io/app:v2'],
    );
  });

  it('have the placement that stands beside them', () => {
    const placement = (values: string) => readFolder({ 'values.yaml': values })[0]?.placement;
    assert.deepEqual(placement('image: a\nnodeSelector: { arch: amd64 }\ntolerations: [{ key: x }]'), {
      ...anywhere,
      nodeSelector: { arch: 'amd64' },
      tolerations: [{ key: 'x' }],
    });
    // the defaults of `helm create` say nothing about a release
    assert.equal(placement('image: a\nnodeSelector: {}\ntolerations: []\naffinity: {}'), undefined);
  });

  for (const [what, text, ...images] of [
    [
      'a HelmRelease of Flux',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web }\nspec: { values: { image: { repository: r.io/web, tag: "1" }, other: { image: { repository: unknown } } } }',
      'HelmRelease web r.io/web:1',
    ],
    [
      'an Application of Argo CD with a text',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec:\n  source:\n    helm:\n      values: |\n        image: { repository: r.io/web, tag: "1" }\n',
      'Application web r.io/web:1',
    ],
    [
      'an Application with an object, which overrides the text, and with parameters',
      'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec: { sources: [{ helm: { values: "image: a:1", valuesObject: { image: "b:2" }, parameters: [{ name: c.image.repository, value: c }, { name: c.image.tag, value: "3" }, { name: "d[0].image", value: "d:4" }] } }] }',
      'Application web b:2',
      'Application web c:3',
    ],
    [
      'an ApplicationSet',
      'apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: set }\nspec: { template: { spec: { source: { helm: { valuesObject: { image: "a:1", job: { image: "b:{{ version }}" } } } } } } }',
      'ApplicationSet set a:1',
    ],
    [
      'a HelmChart of K3s',
      'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: t }\nspec: { valuesContent: "image: { repository: traefik, tag: v3 }" }',
      'HelmChart t traefik:v3',
    ],
    [
      'charts of a kustomization',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nhelmCharts: [{ name: a, valuesInline: { image: { repository: a, tag: "1" } } }]',
      'Kustomization a:1',
    ],
    [
      'a Release of Crossplane',
      'apiVersion: helm.crossplane.io/v1beta1\nkind: Release\nmetadata: { name: r }\nspec: { forProvider: { values: { image: "a:1" } } }',
      'Release r a:1',
    ],
    ['fleet.yaml', 'defaultNamespace: a\nhelm: { values: { image: "a:1" } }', 'Helm chart a:1'],
    ['values that are no YAML', 'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nspec: { valuesContent: "{{ image" }'],
  ] as const) {
    it(`are found in the values of ${what}`, () => {
      assert.deepEqual(imageLines({ 'a.yaml': text }), images);
    });
  }

  it('are found in the texts of a file up to one limit for all, because aliases repeat texts at no cost', () => {
    const application = (...values: readonly string[]) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: web }\nspec:\n  sources:\n${values
        .map((each) => `    - helm: { values: ${each} }\n`)
        .join('')}`;
    const long = `&long ${JSON.stringify(`image: a:1\n# ${'x'.repeat(150_000)}`)}`;
    const short = JSON.stringify('image: b:2');
    const file = `${application(long, '*long', '*long')}---\n${application(long, short)}`;
    const imagesOf = (text: string) => {
      const read = manifestFacts('a.yaml', text);
      return read.ok && read.value.pods.flatMap(({ images }) => images);
    };
    assert.deepEqual(imagesOf(file), ['a:1', 'b:2']);
    // each expands to 160,000 values
    const list = (of: string) => `[${Array.from({ length: 20 }, () => of).join(', ')}]`;
    const wide = `image: a:1\na: &a ${list('1')}\nb: &b ${list('*a')}\nc: &c ${list('*b')}\nd: ${list('*c')}\n`;
    const repeated = application(`&wide ${JSON.stringify(wide)}`, ...Array.from({ length: 50 }, () => '*wide'));
    assert.deepEqual(
      imagesOf(repeated),
      Array.from({ length: 5 }, () => 'a:1'),
    );
  });

  it('have tolerations, at any depth', () => {
    const values = '{ web: { image: a, tolerations: [{ key: x }] } }';
    for (const [path, text] of [
      ['values.yaml', values],
      ['a.yaml', `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: { values: ${values} }`],
    ] as const) {
      const read = manifestFacts(path, text);
      assert.deepEqual(read.ok && read.value.tolerations, [{ key: 'x' }]);
    }
  });

  it('are not looked for in templates, which are no YAML', () => {
    const broken = `{{- if .Values.image }}\n${'a: [{{ b }}\n'.repeat(2000)}`;
    assert.deepEqual(imageLines({ 'templates/deployment.yaml': broken }), []);
  });
});
