import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { inputsOf, readDockerfile } from '../../src/domain/sources/dockerfile.ts';
import { startBuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { run as docker } from '../bed/engine/processes.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const dockerfile = `ARG BASE=scratch
FROM \${BASE} AS base
FROM base AS app
ARG VERSION=0
LABEL version=\${VERSION}
COPY file /file
FROM base AS unused
ARG NEVER
`;
const asking = `FROM scratch AS base
ARG BASE_ARG
FROM base
ARG VERSION=1
RUN --mount=type=secret,id=npm,required=true --mount=type=ssh true
`;

/** What `--call=outline,format=json` prints (BuildKit frontend/subrequests/outline). */
interface Outline {
  readonly args?: readonly { readonly name: string; readonly value?: string }[];
  readonly secrets?: readonly { readonly name: string; readonly required?: boolean }[];
  readonly ssh?: readonly { readonly name: string; readonly required?: boolean }[];
}

for (const [name, version, bring] of [
  ['the oldest that is looked after (0.13.1)', 'old', () => findOrBringEngine({ suite: 'trixie', own: true })],
  ['the one of the bed (0.29.1)', 'new', () => findOrBringEngine({ own: true })],
  ['the newest', 'new', async () => findOrBringEngine({ buildx: await buildxFromGo(), own: true })],
] as const) {
  describe(`properties of a build with buildx, ${name}`, function () {
    this.timeout(900_000);
    let engine: Engine;
    let registry: Registry;
    const ends = new Ends();

    before(async function () {
      await bringOrSkip(this, async () => {
        registry = await startRegistry();
        ends.add(registry.stop);
        engine = await bring();
        ends.add(engine.stop);
      });
      ends.add(useEnvironment(engine.env));
    });
    after(() => ends.run());

    const repository = () => `${registry.host}/properties/app-${randomBytes(4).toString('hex')}`;
    async function read(document: string): Promise<Record<string, unknown>> {
      const accept = [
        'application/vnd.oci.image.index.v1+json',
        'application/vnd.oci.image.manifest.v1+json',
        'application/vnd.docker.distribution.manifest.v2+json',
      ];
      const response = await fetch(`http://${document.replace('/', '/v2/')}`, {
        headers: { accept: accept.join(', ') },
      });
      return (await response.json()) as Record<string, unknown>;
    }
    /** The labels of a pushed image of one platform. */
    async function labels(image: string, reference: string): Promise<unknown> {
      let manifest = await read(`${image}/manifests/${reference}`);
      const [first] = (manifest.manifests ?? []) as readonly { readonly digest: string }[];
      manifest = first ? await read(`${image}/manifests/${first.digest}`) : manifest;
      const { digest } = manifest.config as { readonly digest: string };
      return ((await read(`${image}/blobs/${digest}`)).config as { readonly Labels?: unknown }).Labels;
    }

    it('gives labels, and variables to bake and to Compose', async () => {
      const workspace = await workspaceWith({
        Dockerfile: dockerfile,
        file: '',
        'docker-bake.hcl':
          'variable "VERSION" { default = "0" }\ntarget "app" {\n  target = "app"\n  args = { VERSION = VERSION }\n}\n',
        'compose.yaml':
          'services:\n  app:\n    build:\n      context: .\n      target: app\n      args: { VERSION: "$' +
          '{VERSION:-0}" }\n',
      });
      const services = composeServices();
      for (const source of [
        { target: 'app', buildArgs: { VERSION: '1 2' } },
        { bakeFiles: ['docker-bake.hcl'], bakeTargets: ['app'], bakeVariables: { VERSION: '1 2' } },
        { bakeFiles: ['compose.yaml'], bakeTargets: ['app'], bakeVariables: { VERSION: '1 2' } },
      ]) {
        const image = repository();
        const report = await workspace.build(services, {
          ...source,
          platforms: ['linux/amd64'],
          tags: [`${image}:1`],
          output: 'push',
          provenance: 'false',
          labels: { 'org.opencontainers.image.title': 'My = App' },
        });
        assert.deepEqual([report.failure, report.verified], [undefined, true], JSON.stringify(source));
        assert.deepEqual(await labels(image, '1'), { 'org.opencontainers.image.title': 'My = App', version: '1 2' });
      }
      await workspace.remove();
    });

    it('gives annotations to bake, or names the buildx that does', async () => {
      const workspace = await workspaceWith({ Dockerfile: dockerfile, file: '', 'docker-bake.hcl': 'target "app" {}' });
      const image = repository();
      const report = await workspace.build(composeServices(), {
        bakeTargets: ['app'],
        platforms: ['linux/amd64'],
        tags: [`${image}:1`],
        output: 'push',
        annotations: ['manifest:org.example.a=b=c'],
        provenance: 'false',
        sbom: 'false',
      });
      if (version === 'old') {
        assert.equal(report.failure?.code, 'buildxTooOld');
      } else {
        assert.equal(report.failure, undefined);
        const manifest = await read(`${image}/manifests/1`);
        assert.deepEqual(manifest.annotations, { 'org.example.a': 'b=c' });
      }
      await workspace.remove();
    });

    it('pushes by digest and leaves the tags as they are', async function () {
      const nodes = await bringOrSkip(this, () => Promise.all([startBuildkitNode(), startBuildkitNode()]));
      nodes.forEach(({ stop }) => {
        ends.add(stop);
      });
      const services = composeServices();
      const docker = await services.environment.docker();
      const buildx = (...args: string[]) =>
        services.runner.run({ file: docker, args: ['buildx', ...args], parse: () => undefined });
      const builder = `digests-${randomBytes(4).toString('hex')}`;
      const [first, second] = nodes.map(({ address }) => address);
      await buildx('create', '--name', builder, '--driver', 'remote', first ?? '');
      ends.add(() => buildx('rm', builder));
      const workspace = await workspaceWith({ Dockerfile: dockerfile, file: '', 'docker-bake.hcl': 'target "app" {}' });
      const image = repository();
      const plain = { platforms: ['linux/amd64'], output: 'push', provenance: 'false', tags: [image] } as const;
      const byDigest = { ...plain, builder, pushByDigest: true };
      const tagged = await workspace.build(services, plain);
      const before = await read(`${image}/manifests/latest`);
      for (const source of [{}, { bakeTargets: ['app'] }]) {
        const labels = { made: randomBytes(4).toString('hex') };
        const report = await workspace.build(services, { ...byDigest, ...source, labels });
        assert.deepEqual([report.failure, report.verified], [undefined, true]);
        assert.equal(report.reference, `${image}@${report.digest}`);
        assert.notEqual(report.digest, tagged.digest);
      }
      const refused = await workspace.build(services, { ...byDigest, builder: 'default' });
      assert.equal(refused.failure?.code, 'exporterUnsupported');
      await buildx('create', '--name', builder, '--append', '--driver', 'remote', second ?? '');
      const several = await workspace.build(services, byDigest);
      assert.deepEqual(
        [several.failure?.code, several.failure?.params],
        ['invalidRequest', { reason: 'severalNodes', builder }],
      );
      assert.deepEqual(await read(`${image}/manifests/latest`), before);
      assert.deepEqual((await read(`${image}/tags/list`)).tags, ['latest']);
      await workspace.remove();
    });

    // 0.13 has no `--call`
    if (version === 'new') {
      it('reports the outline of a Dockerfile as it is read here', async () => {
        const workspace = await workspaceWith({ 'api/Dockerfile': asking });
        const file = path.join(workspace.folder, 'api/Dockerfile');
        const args = ['buildx', 'build', '--call=outline,format=json', '--progress=quiet', `--file=${file}`];
        const said = JSON.parse(await docker('docker', [...args, path.dirname(file)], { env: engine.env })) as Outline;
        const inputs = inputsOf(readDockerfile(asking));
        const named = (kind: string) => inputs.flatMap((each) => (each.kind === kind && 'id' in each ? [each] : []));
        const sorted = (all: readonly object[]) => all.map((one) => JSON.stringify(one)).sort();
        const mounts = (all: Outline['secrets'] = []) => all.map(({ name, required = false }) => [name, required]);
        assert.deepEqual(
          sorted(mounts(said.secrets)),
          sorted(named('secret').map(({ id, required }) => [id, required])),
        );
        assert.deepEqual(sorted(mounts(said.ssh)), sorted(named('ssh').map(({ id, required }) => [id, required])));
        const own = inputs.flatMap((each) => (each.kind === 'arg' ? [[each.name, each.value ?? '']] : []));
        assert.deepEqual(sorted(said.args?.map(({ name, value = '' }) => [name, value]) ?? []), sorted(own));
        await workspace.remove();
      });
    }
  });
}
