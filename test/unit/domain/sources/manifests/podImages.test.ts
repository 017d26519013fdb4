import assert from 'node:assert/strict';
import { manifestFacts } from '../../../../../src/domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../../../../src/domain/sources/manifests/workspaceWorkloads.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { atOnce } from '../../../../support/atOnce.ts';

function factsOf(text: string) {
  const read = manifestFacts('a.yaml', text);
  assert.ok(read.ok);
  return { images: atOnce(workspaceWorkloads([read.value])), tolerations: read.value.tolerations };
}
const imagesOf = (text: string) =>
  factsOf(text).images.map(({ kind, name, image }) => `${kind} ${name} ${image}`.replace('  ', ' '));
const placementOf = (text: string) => factsOf(text).images[0]?.placement;

describe('images of pods in objects of any kind', () => {
  for (const [what, text, ...images] of [
    [
      'an object of an unknown API',
      `apiVersion: acme.example/v1
kind: Rollout
metadata: { name: shop }
spec: { template: { spec: { initContainers: [{ name: i, image: 'r.io/init' }], containers: [{ name: c, image: 'r.io/shop:1' }] } } }`,
      'Rollout shop r.io/shop:1',
      'Rollout shop r.io/init',
    ],
    [
      'pod templates at several places of an object',
      `apiVersion: ray.io/v1
kind: RayCluster
metadata: { name: ray }
spec:
  headGroupSpec: { template: { spec: { containers: [{ image: 'r.io/head' }] } } }
  workerGroupSpecs: [{ template: { spec: { containers: [{ image: 'r.io/worker' }] } } }]`,
      'RayCluster ray r.io/head',
      'RayCluster ray r.io/worker',
    ],
    [
      'a pod template of its own, and ephemeral containers',
      `{ apiVersion: v1, kind: PodTemplate, metadata: { name: t }, template: { spec: { containers: [{ image: a }], ephemeralContainers: [{ image: debug }] } } }`,
      'PodTemplate t a',
      'PodTemplate t debug',
    ],
    [
      'the items of a list, which need not repeat their kind',
      `{ apiVersion: apps/v1, kind: DeploymentList, items: [{ metadata: { name: d }, spec: { template: { spec: { containers: [{ image: a }] } } } }] }`,
      'Deployment d a',
    ],
    [
      'an object within another one',
      `apiVersion: acme.example/v1
kind: Trigger
metadata: { name: outer }
spec: { resource: { apiVersion: v1, kind: Pod, metadata: { name: inner }, spec: { containers: [{ image: a }] } } }`,
      'Pod inner a',
    ],
    [
      'the objects of an OpenShift template, with the values of its parameters',
      `apiVersion: template.openshift.io/v1
kind: Template
objects:
- { apiVersion: apps/v1, kind: Deployment, metadata: { name: '\${NAME}' }, spec: { template: { spec: { containers: [{ image: '\${IMAGE}:\${TAG}' }, { image: '\${OTHER}' }] } } } }
parameters:
- { name: NAME, value: web }
- { name: IMAGE, value: quay.io/acme/web }
- { name: TAG, value: "2" }
- { name: OTHER, required: true }`,
      'Deployment web quay.io/acme/web:2',
    ],
    [
      'volumes that are images',
      `{ apiVersion: v1, kind: Pod, metadata: { name: p }, spec: { containers: [{ image: a }], volumes: [{ name: v, image: { reference: r.io/models:3 } }, { name: e, emptyDir: {} }] } }`,
      'Pod p a',
      'Pod p r.io/models:3',
    ],
    [
      'single containers and scripts of Argo Workflows',
      `apiVersion: argoproj.io/v1alpha1
kind: WorkflowTemplate
metadata: { name: w }
spec:
  templates:
  - { name: a, container: { image: r.io/a } }
  - { name: b, script: { image: r.io/b, source: "" }, sidecars: [{ image: r.io/c }] }
  - { name: c, containerSet: { containers: [{ name: m, image: r.io/d }] } }
  - { name: d, container: { image: '{{inputs.parameters.image}}' } }`,
      'WorkflowTemplate w r.io/a',
      'WorkflowTemplate w r.io/c',
      'WorkflowTemplate w r.io/b',
      'WorkflowTemplate w r.io/d',
    ],
    [
      'steps of Tekton',
      `apiVersion: tekton.dev/v1
kind: Task
metadata: { name: t }
spec: { stepTemplate: { image: r.io/base }, steps: [{ name: s, image: r.io/step }, { ref: { name: x } }, { image: $(params.image) }], sidecars: [{ image: r.io/side }] }`,
      'Task t r.io/step',
      'Task t r.io/side',
      'Task t r.io/base',
    ],
    [
      'fields of known operators',
      `{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, metadata: { name: p }, spec: { image: 'quay.io/prometheus/prometheus:v3', thanos: { image: thanos } } }
---
{ apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: { name: db }, spec: { imageName: 'ghcr.io/pg:17' } }
---
{ apiVersion: operator.victoriametrics.com/v1beta1, kind: VMSingle, metadata: { name: vm }, spec: { image: { repository: vm/single, tag: v1 } } }
---
{ apiVersion: opentelemetry.io/v1alpha1, kind: Instrumentation, metadata: { name: i }, spec: { java: { image: otel/java }, python: { env: [] } } }`,
      'Prometheus p quay.io/prometheus/prometheus:v3',
      'Prometheus p thanos',
      'Cluster db ghcr.io/pg:17',
      'VMSingle vm vm/single:v1',
      'Instrumentation i otel/java',
    ],
    [
      'related images of an operator, and its deployments',
      `apiVersion: operators.coreos.com/v1alpha1
kind: ClusterServiceVersion
metadata: { name: op }
spec:
  install: { spec: { deployments: [{ name: d, spec: { template: { spec: { containers: [{ image: r.io/op }] } } } }] } }
  relatedImages: [{ name: x, image: r.io/x }]`,
      'ClusterServiceVersion op r.io/x',
      'ClusterServiceVersion op r.io/op',
    ],
  ] as const) {
    it(`finds those of ${what}`, () => {
      assert.deepEqual(imagesOf(text), images);
    });
  }

  for (const [what, text] of [
    [
      'the schema of a resource',
      `{ apiVersion: apiextensions.k8s.io/v1, kind: CustomResourceDefinition, spec: { example: { containers: [{ image: a }] } } }`,
    ],
    [
      'a pattern of a policy',
      `{ apiVersion: kyverno.io/v1, kind: ClusterPolicy, spec: { rules: [{ validate: { pattern: { spec: { containers: [{ image: r.io/a }] } } } }] } }`,
    ],
    [
      'a pipeline of something else',
      `{ kind: pipeline, steps: [{ name: a, image: golang }], containers: [{ image: b }] }`,
    ],
    [
      'an unknown API',
      `{ apiVersion: acme.example/v1, kind: Machine, spec: { image: ubuntu-22.04, steps: [{ image: a }] } }`,
    ],
    ['a name of the prototype', `{ apiVersion: constructor/v1, kind: toString, spec: { image: a } }`],
  ] as const) {
    it(`does not take ${what} for an image`, () => {
      assert.deepEqual(imagesOf(text), []);
    });
  }

  it('says where the pods of each image may run', () => {
    const pods = `apiVersion: apps/v1
kind: Deployment
metadata: { name: a }
spec: { template: { spec: { nodeSelector: { kubernetes.io/arch: amd64 }, containers: [{ image: same }] } } }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: b }
spec: { template: { spec: { tolerations: [{ operator: Exists }], containers: [{ image: same }] } } }
---
{ apiVersion: monitoring.coreos.com/v1, kind: Alertmanager, metadata: { name: c }, spec: { image: same } }
`;
    assert.deepEqual(
      factsOf(pods).images.map(({ placement }) => placement),
      [
        { ...anywhere, nodeSelector: { 'kubernetes.io/arch': 'amd64' } },
        { ...anywhere, tolerations: [{ operator: 'Exists' }], daemonSet: true },
        undefined,
      ],
    );
  });

  it('takes the placement of an operator’s pods from its specification, where that is given', () => {
    const placement = placementOf(
      `{ apiVersion: monitoring.coreos.com/v1, kind: Prometheus, spec: { image: p, nodeSelector: { arch: arm64 } } }`,
    );
    assert.deepEqual(placement, { ...anywhere, nodeSelector: { arch: 'arm64' } });
  });

  it('takes the placement of an Argo template from the workflow, unless the template has its own', () => {
    const workflow = (template: string) => `apiVersion: argoproj.io/v1alpha1
kind: CronWorkflow
spec:
  workflowSpec:
    nodeSelector: { arch: amd64 }
    tolerations: [{ key: ci }]
    templates: [{ ${template} container: { image: a } }]`;
    const ci = { ...anywhere, tolerations: [{ key: 'ci' }] };
    assert.deepEqual(placementOf(workflow('')), { ...ci, nodeSelector: { arch: 'amd64' } });
    assert.deepEqual(placementOf(workflow('nodeSelector: {},')), { ...ci, nodeSelector: { arch: 'amd64' } });
    assert.deepEqual(placementOf(workflow('nodeSelector: { arch: arm64 },')), {
      ...ci,
      nodeSelector: { arch: 'arm64' },
    });
  });

  it('finds tolerations wherever an object has them', () => {
    const text = `{ apiVersion: ceph.rook.io/v1, kind: CephCluster, spec: { placement: { all: { tolerations: [{ key: storage }] } } } }`;
    assert.deepEqual(factsOf(text).tolerations, [{ key: 'storage' }]);
  });

  it('attack: aliases nest objects without end', () => {
    const levels = Array.from({ length: 1000 }, (_, at) => `a${at}: &a${at} { b: ${at === 0 ? '{}' : `*a${at - 1}`} }`);
    const text = `apiVersion: v1\nkind: Pod\nspec: { containers: [{ image: a }] }\n${levels.join('\n')}\n`;
    assert.deepEqual(imagesOf(text), ['Pod a']);
  });
});
