import assert from 'node:assert/strict';
import { access, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { get } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BuilderRequest } from '../../src/domain/builder/plan.ts';
import { diagnoseError } from '../../src/services/diagnoseError.ts';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { buildkitImage } from '../bed/engine/buildkitImage.ts';
import { startBuildkitNode, type BuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { run } from '../bed/engine/processes.ts';
import { docker, leftovers } from './leftovers.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip, skipBecause } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { readRegistry } from './registryReader.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const name = 'made';

interface Stored {
  readonly Driver: string;
  readonly Nodes: readonly {
    readonly Name: string;
    readonly Endpoint: string;
    readonly Platforms: readonly { readonly os: string; readonly architecture: string }[] | null;
    readonly DriverOpts: Readonly<Record<string, string>> | null;
    readonly Flags: readonly string[] | null;
    readonly Files: Readonly<Record<string, string>> | null;
  }[];
}

describe('setting up builders', function () {
  this.timeout(180_000);
  let engine: Engine;
  const ends = new Ends();

  before(async function () {
    this.timeout(900_000);
    await bringOrSkip(this, async () => {
      engine = await findOrBringEngine({ own: true });
      ends.add(engine.stop);
      ends.add(useEnvironment(engine.env));
      await buildkitImage(engine);
    });
  });
  after(() => ends.run());
  afterEach(async () => {
    for (const builder of [name, 'other']) {
      await docker('buildx', 'rm', '--force', builder).catch(() => undefined);
    }
  });

  const instance = (builder: string) => path.join(engine.env.DOCKER_CONFIG!, 'buildx/instances', builder);
  const stored = async (builder: string) => JSON.parse(await readFile(instance(builder), 'utf8')) as Stored;
  const create = (request: Partial<BuilderRequest>, signal?: AbortSignal) =>
    composeServices().setUp.create({ name, driver: 'docker-container', nodes: [{}], ...request }, signal);
  const found = (builder: string) => composeServices().builders.inUse(builder);

  describe('with a registry that has to be told of', () => {
    for (const [what, tls] of [
      ['on the network of the host, without https', false],
      ['with an authority of its own', true],
    ] as const) {
      it(`builds two platforms and pushes them to a registry ${what}`, async () => {
        const registry: Registry = await startRegistry({ tls, ...(tls && { address: engine.address! }) });
        // the base image comes from a registry without special access
        const plain = await startRegistry({ address: engine.address! });
        try {
          const base = await pushBaseImage(plain);
          const { host } = registry;
          await create({
            nodes: [{ options: { network: 'host' } }],
            registries: [
              { host: plain.host, http: true },
              tls ? { host, ca: registry.authorityFile! } : { host, http: true },
            ],
          });
          const workspace = await workspaceWith({ Dockerfile: `FROM ${base}\nCOPY Dockerfile /of\n` });
          const services = composeServices();
          const tags = [`${host}/set/up:1`];
          const report = await workspace.build(services, { output: 'push', platforms: both, tags, builder: name });
          await workspace.remove();
          if (tls) {
            // the engine itself is not configured, so the pushed image is read here
            assert.equal(report.failure?.code, 'notVerified');
            const index = await readWith(registry, '/v2/set/up/manifests/1');
            assert.deepEqual(
              index.manifests
                .map(({ platform }) => `${platform.os}/${platform.architecture}`)
                .filter((platform) => platform !== 'unknown/unknown'),
              both,
            );
          } else {
            assert.deepEqual([report.failure, report.ok, report.verified], [undefined, true, true]);
            const { digest } = await readRegistry(registry).index('set/up', '1');
            assert.equal(report.digest, digest);
          }
          const [node] = (await stored(name)).Nodes;
          assert.equal(node?.DriverOpts?.network, 'host');
          assert.ok(Object.keys(node.Files ?? {}).includes('buildkitd.toml'));
        } finally {
          await registry.stop();
          await plain.stop();
        }
      });
    }

    it('is not trusted by a builder that was not told', async () => {
      const registry = await startRegistry({ tls: true, address: engine.address! });
      try {
        await create({});
        const workspace = await workspaceWith({ Dockerfile: 'FROM scratch\nCOPY Dockerfile /of\n' });
        const tags = [`${registry.host}/set/up:1`];
        const report = await workspace.build(composeServices(), {
          output: 'push',
          platforms: ['linux/amd64'],
          tags,
          builder: name,
        });
        await workspace.remove();
        assert.equal(report.failure?.code, 'registryUnknownCertificate');
        assert.deepEqual(report.failure.remedies[0], { id: 'setUpBuilder', registry: registry.host });
      } finally {
        await registry.stop();
      }
    });
  });

  describe('what fails', () => {
    it('leaves nothing: an image that does not exist', async () => {
      await assert.rejects(
        create({ nodes: [{ options: { image: '127.0.0.1:1/no/such:1' } }] }),
        (error) => diagnoseError(error).code === 'builderFailed' || diagnoseError(error).code === 'registryUnreachable',
      );
      assert.deepEqual(await leftovers(), []);
    });

    it('leaves nothing: the second of two nodes', async () => {
      await assert.rejects(create({ nodes: [{}, { endpoint: 'tcp://127.0.0.1:1', platforms: ['linux/arm64'] }] }));
      assert.deepEqual(await leftovers(), []);
    });

    it('leaves nothing: it was cancelled', async () => {
      const abort = new AbortController();
      const creating = create({}, abort.signal);
      await Promise.all([
        assert.rejects(creating, (error) => diagnoseError(error).code === 'cancelled'),
        abortWhen(abort, () => exists(instance(name))),
      ]);
      assert.deepEqual(await leftovers(), []);
    });

    it('leaves alone a builder that was there', async () => {
      await docker('buildx', 'create', '--name', name, '--driver', 'remote', 'tcp://127.0.0.1:1');
      const before = await readFile(instance(name), 'utf8');
      await assert.rejects(create({ name: 'Made' }), (error) => diagnoseError(error).code === 'builderExists');
      assert.equal(await readFile(instance(name), 'utf8'), before);
    });

    it('leaves alone a Docker context of that name', async () => {
      await docker('context', 'create', name, '--docker', 'host=tcp://127.0.0.1:1');
      try {
        await assert.rejects(create({}), (error) => diagnoseError(error).code === 'builderExists');
        assert.match(await docker('context', 'ls', '--format', '{{.Name}}'), new RegExp(`^${name}$`, 'm'));
      } finally {
        await docker('context', 'rm', '--force', name);
      }
    });

    it('is said: a driver that this buildx has not', async function () {
      if ((await docker('buildx', 'create', '--help')).includes('"cloud"')) {
        skipBecause(this, 'this buildx has the cloud driver');
      }
      await assert.rejects(create({ driver: 'cloud', nodes: [{ endpoint: 'org/name' }] }), (error) => {
        const { code, params } = diagnoseError(error).diagnosis;
        assert.deepEqual([code, params.driver], ['builderFailed', 'cloud']);
        return true;
      });
      assert.deepEqual(await leftovers(), []);
    });
  });

  describe('nodes', () => {
    const nodes: BuildkitNode[] = [];

    before(async function () {
      await bringOrSkip(this, async () => {
        for (const platform of both) {
          const node = await startBuildkitNode([platform]);
          nodes.push(node);
          ends.add(node.stop);
        }
      });
    });

    const remote = (at: number, platform: string) => ({ endpoint: nodes[at]!.address, platforms: [platform] });

    it('are made and pinned, each to its platform', async () => {
      await create({ driver: 'remote', nodes: [remote(0, 'linux/amd64'), remote(1, 'linux/arm64')] });
      const { nodes: made } = await found(name);
      assert.deepEqual(
        made.map(({ endpoint, status, platforms }) => [
          endpoint,
          status,
          platforms.filter(({ pinned }) => pinned).map(({ platform }) => platform.architecture),
        ]),
        [
          [nodes[0]!.address, 'running', ['amd64']],
          [nodes[1]!.address, 'running', ['arm64']],
        ],
      );
    });

    it('are added, pinned and removed without a change to the others', async () => {
      await create({ driver: 'remote', nodes: [{ endpoint: nodes[0]!.address }] });
      const [first] = (await stored(name)).Nodes;
      const { setUp } = composeServices();
      await setUp.addNode(await found(name), remote(1, 'linux/arm64'));
      const builder = await found(name);
      await setUp.pin(builder, builder.nodes[0]!, ['linux/amd64']);
      const { Nodes } = await stored(name);
      assert.deepEqual(Nodes[0], { ...first, Platforms: [{ os: 'linux', architecture: 'amd64' }] });
      assert.deepEqual(Nodes[1]?.Platforms, [{ os: 'linux', architecture: 'arm64' }]);
      await setUp.removeNode(builder, builder.nodes[1]!);
      assert.deepEqual((await stored(name)).Nodes, [Nodes[0]]);
      await assert.rejects(
        setUp.removeNode(await found(name), builder.nodes[0]!),
        (error) => diagnoseError(error).diagnosis.params.reason === 'lastNode',
      );
    });

    it('that do not start are taken away, and the builder is as it was', async () => {
      await create({
        nodes: [
          {
            platforms: ['linux/amd64'],
            flags: ['--debug'],
            options: { network: 'host', 'env.A': 'b,"c"' },
          },
        ],
        registries: [{ host: 'registry.example:5000', http: true }],
      });
      const before = await readFile(instance(name), 'utf8');
      const { setUp } = composeServices();
      await assert.rejects(
        setUp.addNode(await found(name), { endpoint: 'tcp://127.0.0.1:1', platforms: ['linux/arm64'] }),
      );
      assert.equal(await readFile(instance(name), 'utf8'), before);
      assert.equal((await stored(name)).Nodes[0]?.DriverOpts?.['env.A'], 'b,"c"');
    });

    it('keep everything but their platforms when those are pinned', async () => {
      const registries = [{ host: 'registry.example:5000', http: true }];
      await create({ nodes: [{ flags: ['--debug'], options: { network: 'host' } }], registries });
      const before = await stored(name);
      const builder = await found(name);
      // what buildx would use in place of the node's own
      const usual = path.join(engine.env.DOCKER_CONFIG!, 'buildx/buildkitd.default.toml');
      await writeFile(usual, 'debug = true\n');
      try {
        await composeServices().setUp.pin(builder, builder.nodes[0]!, ['linux/amd64']);
      } finally {
        await run('rm', [usual]);
      }
      const [node] = before.Nodes;
      const Nodes = [{ ...node, Platforms: [{ architecture: 'amd64', os: 'linux' }] }];
      assert.deepEqual(await stored(name), { ...before, Nodes });
    });

    it('are gone with their container when they are removed', async () => {
      await create({ nodes: [{ platforms: ['linux/amd64'] }] });
      const builder = await found(name);
      const { setUp } = composeServices();
      const endpoint = `tcp://127.0.0.1:1`;
      await assert.rejects(setUp.addNode(builder, { endpoint }));
      await docker('context', 'create', 'again', '--docker', `host=${engine.env.DOCKER_HOST!}`);
      try {
        await setUp.addNode(builder, { endpoint: 'again', platforms: ['linux/arm64'] });
        assert.ok((await leftovers()).includes(`container buildx_buildkit_${name}1`));
        const now = await found(name);
        await setUp.removeNode(now, now.nodes[1]!);
        assert.deepEqual(
          (await leftovers()).filter((each) => each !== 'builder again'),
          [`builder ${name}`, `container buildx_buildkit_${name}0`, `volume buildx_buildkit_${name}0_state`],
        );
      } finally {
        await docker('context', 'rm', '--force', 'again');
      }
    });
  });

  describe('on Kubernetes', () => {
    const request: Partial<BuilderRequest> = {
      driver: 'kubernetes',
      nodes: ['amd64', 'arm64'].map((architecture) => ({
        platforms: [`linux/${architecture}`],
        options: { namespace: 'builds', nodeselector: `kubernetes.io/arch=${architecture}` },
      })),
    };

    it('says that there is no cluster, and leaves nothing', async () => {
      const undo = useEnvironment({ KUBECONFIG: '/nowhere/kubeconfig' });
      try {
        await assert.rejects(create(request), (error) => diagnoseError(error).code === 'builderFailed');
      } finally {
        undo();
      }
      assert.deepEqual(await leftovers(), []);
    });

    it('tells buildx a node for each architecture, and leaves nothing when the cluster refuses', async () => {
      let asked: Stored | undefined;
      const cluster = createServer((incoming, answer) => {
        const posting = incoming.method === 'POST';
        void stored(name)
          .then((builder) => {
            asked = builder;
          })
          .catch(() => undefined)
          .finally(() => {
            const code = posting ? 403 : 404;
            answer.writeHead(code, { 'content-type': 'application/json' });
            answer.end(
              JSON.stringify({
                kind: 'Status',
                apiVersion: 'v1',
                status: 'Failure',
                reason: posting ? 'Forbidden' : 'NotFound',
                message: posting ? 'you may not do this' : 'not found',
                code,
              }),
            );
          });
      });
      const kubeconfig = await kubeconfigFor(cluster);
      const undo = useEnvironment({ KUBECONFIG: kubeconfig.file });
      try {
        await assert.rejects(create(request), (error) => {
          const { code, params } = diagnoseError(error).diagnosis;
          assert.equal(code, 'builderFailed');
          assert.match(params.detail ?? '', /you may not do this/);
          return true;
        });
      } finally {
        undo();
        await kubeconfig.remove();
      }
      assert.deepEqual(
        asked?.Nodes.map(({ Platforms, DriverOpts }) => [Platforms, DriverOpts]),
        ['amd64', 'arm64'].map((architecture) => [
          [{ architecture, os: 'linux' }],
          { namespace: 'builds', nodeselector: `kubernetes.io/arch=${architecture}` },
        ]),
      );
      assert.deepEqual(await leftovers(), []);
    });
  });
});

interface Index {
  readonly manifests: readonly { readonly platform: { readonly os: string; readonly architecture: string } }[];
}

/** Reads an index from a registry with its own authority. */
async function readWith(registry: Registry, place: string): Promise<Index> {
  const ca = await readFile(registry.authorityFile!);
  const headers = { accept: 'application/vnd.oci.image.index.v1+json' };
  return new Promise((resolve, reject) => {
    get(`${registry.url}${place}`, { ca, headers }, (answer) => {
      let text = '';
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()));
      answer.on('end', () => {
        resolve(JSON.parse(text) as Index);
      });
    }).on('error', reject);
  });
}

async function kubeconfigFor(cluster: Server) {
  await new Promise<void>((resolve) => {
    cluster.listen(0, '127.0.0.1', resolve);
  });
  const { port } = cluster.address() as AddressInfo;
  const folder = await workspaceWith({
    kubeconfig: JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'c', cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: 'u', user: {} }],
      contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      'current-context': 'c',
    }),
  });
  return {
    file: path.join(folder.folder, 'kubeconfig'),
    async remove() {
      cluster.close();
      cluster.closeAllConnections();
      await folder.remove();
    },
  };
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

async function abortWhen(abort: AbortController, came: () => Promise<boolean>): Promise<void> {
  while (!(await came())) {
    await sleep(5);
  }
  abort.abort();
}
