import { kubeContexts } from '../../../src/domain/configFiles/kubeConfig.ts';
import { kubeFacts } from '../../../src/domain/configFiles/kubeFacts.ts';
import { readSshConfig } from '../../../src/domain/configFiles/sshConfig.ts';
import { mentionsOf } from '../../../src/domain/sources/manifests/pinText.ts';
import { bakeTargets } from '../../../src/domain/sources/bake.ts';
import { collectSources } from '../../../src/domain/sources/collect.ts';
import { composeServices } from '../../../src/domain/sources/compose.ts';
import { dockerfileSource } from '../../../src/domain/sources/buildSource.ts';
import { choosableStages, inputsOf, readDockerfile, stagesOf } from '../../../src/domain/sources/dockerfile.ts';
import { readEnvFile } from '../../../src/domain/sources/envFile.ts';
import { nativeStages } from '../../../src/domain/sources/nativeStages.ts';
import { reachedBases } from '../../../src/domain/sources/stages/reachedBases.ts';
import { interpolate } from '../../../src/domain/sources/interpolate.ts';
import { suggestImages } from '../../../src/domain/sources/manifests/suggestImages.ts';
import { manifestFacts } from '../../../src/domain/sources/manifests/manifestFacts.ts';
import { workspaceWorkloads } from '../../../src/domain/sources/manifests/workspaceWorkloads.ts';
import { files } from '../seeds.ts';
import { totalReader, type Reader } from '../reader.ts';
import { atOnce } from '../../support/atOnce.ts';

const yaml = [
  ...['? ', ': ', '- ', '\n', '\n  ', '[', ']', '{', '}', ',', '"', "'", '|\n', '>-\n', '---\n', '...\n', '#', '\t'],
  ...[
    '&a ',
    '*a',
    '<<: *a',
    '!!map ',
    '!x ',
    '!<',
    '%TAG ! x\n',
    '%YAML 1.1\n',
    'a: ',
    'a',
    'null',
    '\\u0041',
    '\ufeff',
  ],
];
const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: a}
spec:
  template: &t
    spec:
      tolerations: [{key: arch, operator: Exists}]
      containers: [{name: c, image: "r/app:1"}]
---
kind: List
items: [{kind: Pod, apiVersion: v1, spec: {containers: [{image: b}]}}]
---
apiVersion: argoproj.io/v1alpha1
kind: Workflow
spec: {nodeSelector: {a: b}, templates: [{container: {image: c}, sidecars: [{image: d}]}]}
---
apiVersion: template.openshift.io/v1
kind: Template
parameters: [{name: A, value: a}]
objects: [{apiVersion: v1, kind: Pod, spec: {containers: [{image: "\${A}"}], volumes: [{image: {reference: e}}]}}]
---
apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
images: [{name: a, newName: b, newTag: "1", digest: sha256:0}]
`;
const chart = `name: shop
appVersion: 1.2.3
dependencies: [{name: db}]
global: {imageRegistry: r.io}
image: {registry: a.io, repository: a/b, tag: ""}
sidecarImage: a/b:1
images: {c: "d/e:2"}
db: {image: {repository: x}}
---
apiVersion: argoproj.io/v1alpha1
kind: Application
spec:
  source:
    helm:
      values: "image: {repository: a, tag: b}"
      parameters: [{name: a.image.tag, value: "1"}]
`;
const kubeconfig = `apiVersion: v1
kind: Config
current-context: a
clusters: [{name: c, cluster: {server: "https://127.0.0.1:6443"}}]
users: [{name: u, user: {exec: {command: aws}}}]
contexts: [{name: a, context: {cluster: c, user: u, namespace: n}}]
`;

/** The images that files with the same text name together. */
function readManifests(paths: readonly string[], text: string): unknown {
  const read = paths.map((path) => manifestFacts(path, text));
  return atOnce(workspaceWorkloads(read.flatMap((facts) => (facts.ok ? [facts.value] : []))));
}

/** Files of a workspace, and of the user's home folder. */
const amd64 = { os: 'linux', architecture: 'amd64' };

export const sourceReaders: readonly Reader[] = [
  totalReader('dockerfile', {
    seeds: files('sources/dockerfile/*.Dockerfile'),
    words: [
      'FROM ',
      'RUN ',
      'COPY ',
      'ARG ',
      ' AS ',
      '--platform=',
      '--from=',
      '<<EOF',
      '<<-"A"',
      'EOF',
      '\\\n',
      '`\n',
      '\n',
      '# escape=`\n',
      '"',
      "'",
      '\\',
      '${A}',
      ' ',
      '\t',
      '\r',
    ],
    read: (text) => [
      choosableStages(stagesOf(text)),
      nativeStages(readDockerfile(text), {}, []),
      reachedBases(readDockerfile(text), { args: {}, platforms: [amd64], natives: [amd64], contexts: [] }),
      inputsOf(readDockerfile(text)),
      dockerfileSource('a/b/Dockerfile', readDockerfile(text)),
      mentionsOf(text, 'docker.io/library/alpine:latest'),
    ],
  }),
  totalReader('hcl', {
    seeds: files('sources/bake/**/*.hcl'),
    words: [
      'target "a" ',
      'group "g" ',
      'variable "V" ',
      'function "f" ',
      'default = ',
      'inherits = ["a"]',
      'targets = ["g", "a"]',
      'tags = ["r/a:${V}"]',
      'matrix = ',
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      '"',
      '${',
      '%{',
      '}',
      '<<EOT\n',
      '<<-EOT\n',
      'EOT',
      '\n',
      '/*',
      '*/',
      '#',
      '//',
      '\\',
      ',',
      '=',
    ],
    read: (text) => bakeTargets([{ path: 'a.hcl', format: 'hcl', text }]),
  }),
  totalReader('bakeJson', {
    seeds: [
      ...files('sources/bake/**/*.json'),
      '{"target": {"a": {"tags": ["${V}"], "inherits": ["b"]}}, "variable": {"V": {"default": "1"}}}',
    ],
    words: [
      '{"target":',
      '"a":',
      '{',
      '}',
      '[',
      ']',
      ',',
      '"inherits":["a"]',
      '"tags":["${V}"]',
      '"variable":{"V":{"default":"x"}}',
      '"group":',
      'null',
      '1e999',
      '"__proto__":',
    ],
    read: (text) => bakeTargets([{ path: 'a.json', format: 'json', text }]),
  }),
  totalReader('compose', {
    seeds: files('sources/compose/**/*.y*ml'),
    words: [...yaml, 'services:', 'build: .', 'image: ${A:-b}', 'x-bake: ', 'tags: ', 'platforms: '],
    read: (text) =>
      composeServices([
        { path: 'compose.yaml', text },
        { path: 'compose.override.yaml', text },
      ]),
  }),
  totalReader('manifests', {
    seeds: [manifest],
    words: [
      ...[...yaml, 'image: a', 'tolerations: ', 'kind: List', 'items: ', 'containers: ', 'spec: '],
      ...['apiVersion: argoproj.io/v1\nkind: A\n', 'container: ', 'steps: ', 'volumes: ', 'nodeSelector: '],
      ...['kind: Template\n', 'objects: ', 'parameters: ', '${A}', 'images: ', 'newName: ', 'digest: '],
    ],
    read: (text) => readManifests(['a.yaml', 'b/kustomization.yaml'], `${text}\n# tolerations image`),
  }),
  totalReader('charts', {
    seeds: [chart],
    words: [
      ...[...yaml, 'image: a', 'image: ', 'repository: a/b', 'registry: r.io', 'tag: ', 'digest: ', 'images: '],
      ...['apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n', 'values: ', 'valuesObject: ', 'global: '],
      ...['parameters: ', '{name: image.tag, value: "1"}', 'helm: ', 'sources: ', 'appVersion: "1"', 'dependencies: '],
      ...['printf "v%s" .Chart.AppVersion', ' | default .Chart.AppVersion'],
    ],
    read: (text) =>
      readManifests(['Chart.yaml', 'values.yaml', 'values-prod.yaml', 'templates/a.tpl'], `${text}\n# image`),
  }),
  totalReader('kubeconfig', {
    seeds: [kubeconfig],
    words: [...yaml, 'contexts: ', 'clusters: ', 'users: ', 'current-context: ', '{name: a, context: {}}'],
    read: (text) => kubeContexts([kubeFacts(text)]),
  }),
  totalReader('workspace', {
    seeds: files('sources/*/**/*.*'),
    words: [...yaml, 'services:', 'target "a" {', 'FROM a\n'],
    read: (text) =>
      collectSources(
        ['Dockerfile', 'docker-bake.hcl', 'docker-bake.json', 'compose.yaml', 'a/compose.dev.yml'].map((path) => ({
          path,
          text,
        })),
      ),
  }),
  totalReader('environment', {
    seeds: files('sources/compose/**/.env'),
    words: ['A=', 'export ', '"', "'", '#', '$A', '${A}', '\n', '=', ' '],
    read: (text) => [...readEnvFile(text)],
  }),
  totalReader('interpolation', {
    seeds: ['a/${TAG:-x}/$B', '${A:-${B:-c}}/d', '${A:?m}$$'],
    words: ['${', '}', '$', '$$', 'A', ':-', '-', ':+', ':?', ':', '/'],
    read: (text) => interpolate(text, new Map([['A', text.slice(0, 100)]])),
  }),
  totalReader('imageNames', {
    seeds: ['ghcr.io/acme/app:1', 'app'],
    words: ['-', '.', '_', '/', ':', '@', 'A', '\u0130', ' '],
    read: (text) =>
      suggestImages({
        name: text,
        answered: text.split(' '),
        recent: [text],
        last: [],
        failed: text.split('-'),
        defined: text.split('/'),
        workloads: [],
        version: text,
      }),
  }),
  totalReader('sshConfig', {
    seeds: ['Host a b*\n  HostName x\nInclude "config.d/*" ~/y\n', 'host = c'],
    words: ['Host ', 'Include ', '"', '=', ' ', '\t', '\n', '*', '#', 'a'],
    read: readSshConfig,
  }),
];
