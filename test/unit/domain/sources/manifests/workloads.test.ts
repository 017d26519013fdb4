import assert from 'node:assert/strict';
import { manifestFacts } from '../../../../../src/domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../../../../src/domain/sources/manifests/workspaceWorkloads.ts';
import { anywhere } from '../../../../../src/domain/workload/placement.ts';
import { atOnce } from '../../../../support/atOnce.ts';

function imagesOf(text: string) {
  const read = manifestFacts('a.yaml', text);
  assert.ok(read.ok);
  return atOnce(workspaceWorkloads([read.value])).map(({ file, ...found }) => {
    assert.equal(file, 'a.yaml');
    return found;
  });
}

describe('images of Kubernetes manifests', () => {
  it('finds them in every kind of workload of a file', () => {
    const text = `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: exporter}
spec:
  template:
    spec:
      initContainers: [{name: i, image: "busybox:1"}]
      containers: [{name: c, image: "ghcr.io/acme/exporter:1.2"}]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{image: ghcr.io/acme/nightly}]}}}}}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: Pod
    metadata: {name: one}
    spec: {containers: [{image: ghcr.io/acme/one}]}
---
apiVersion: v1
kind: Service
metadata: {name: exporter}
spec: {ports: []}
`;
    assert.deepEqual(imagesOf(text), [
      {
        image: 'ghcr.io/acme/exporter:1.2',
        kind: 'DaemonSet',
        name: 'exporter',
        placement: { ...anywhere, daemonSet: true },
      },
      { image: 'busybox:1', kind: 'DaemonSet', name: 'exporter', placement: { ...anywhere, daemonSet: true } },
      { image: 'ghcr.io/acme/nightly', kind: 'CronJob', name: 'nightly', placement: anywhere },
      { image: 'ghcr.io/acme/one', kind: 'Pod', name: 'one', placement: anywhere },
    ]);
  });

  it('reads the images of a kustomization', () => {
    const text =
      'images:\n- name: app\n  newName: ghcr.io/acme/app\n  newTag: "3"\n- name: other\n  digest: sha256:0\n- name: both\n  newTag: 1.0.1\n  digest: sha256:1\n';
    assert.deepEqual(imagesOf(text), [
      { image: 'ghcr.io/acme/app:3', kind: 'Kustomization', name: '' },
      { image: 'other@sha256:0', kind: 'Kustomization', name: '' },
      { image: 'both:1.0.1@sha256:1', kind: 'Kustomization', name: '' },
    ]);
  });

  it('reads the images of components, and of kustomizations of Flux', () => {
    const component =
      'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages: [{name: a, newTag: "1"}]\n';
    const flux =
      'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: {images: [{name: b, newTag: "2"}]}\n';
    assert.deepEqual(imagesOf(`${component}---\n${flux}`), [
      { image: 'a:1', kind: 'Kustomization', name: '' },
      { image: 'b:2', kind: 'Kustomization', name: 'apps' },
    ]);
    assert.deepEqual(imagesOf('apiVersion: acme/v1\nkind: Component\nimages: [{name: a}]\n'), []);
  });

  it('leaves templates and anything else alone', () => {
    const template =
      'apiVersion: v1\nkind: Pod\nmetadata: {name: x}\nspec:\n  containers:\n  - image: "{{ .Values.image }}"\n  - image: ${IMAGE}\n';
    assert.deepEqual(imagesOf(template), []);
    for (const text of [
      '',
      'image',
      'image: [',
      'kind: Pod\nspec: {containers: 3}\nimage: x',
      '{{- if .image }}\na: b\n{{ end }}',
    ]) {
      assert.deepEqual(imagesOf(text), []);
    }
  });
});
