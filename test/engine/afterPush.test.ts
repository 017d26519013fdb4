import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { planBuild } from '../../src/domain/build/planBuild.ts';
import type { BuildRequest } from '../../src/domain/build/request.ts';
import { parseReference } from '../../src/domain/image/reference.ts';
import { startBuildkitNode, type BuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { machineArchitecture } from '../bed/engine/debian.ts';
import { findOrBringEngine } from '../bed/engine/engine.ts';
import { startRegistry } from '../bed/engine/registry.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { putManifest, startPushProxy, type ManifestPut } from './pushProxy.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

const both = ['linux/amd64', 'linux/arm64'];
const own = machineArchitecture();
const foreign = own === 'amd64' ? 'arm64' : 'amd64';

describe('an image of one platform that is built on for two', function () {
  const ends = new Ends();
  let world: World;
  let services: ReturnType<typeof composeServices>;
  before(async function () {
    this.timeout(600_000);
    world = await bringOrSkip(this, bringWorld);
    ends.add(world.stop);
    ends.add(useEnvironment(world.engine.env));
    services = composeServices();
    ends.add(() => {
      services.registry.dispose();
    });
  });
  after(() => ends.run());

  it('is reported in the plan without a process, and by the pushed image', async () => {
    const { host } = world.registry;
    const single = `${host}/single/base:1`;
    const workspace = await workspaceWith({
      'base.Dockerfile': `FROM ${world.base}\nCMD ["/bin/busybox"]\n`,
      Dockerfile: `FROM ${world.base} AS unused\nFROM ${single}\nCOPY Dockerfile /\n`,
      'docker-bake.json': JSON.stringify({
        group: { default: { targets: ['wrong', 'right'] } },
        target: {
          wrong: { tags: [`${host}/single/wrong:1`], platforms: both },
          right: { dockerfile: 'base.Dockerfile', tags: [`${host}/single/right:1`], platforms: both },
        },
      }),
    });
    ends.add(workspace.remove);
    const base = await workspace.build(services, {
      dockerfile: 'base.Dockerfile',
      platforms: [`linux/${own}`],
      tags: [single],
      output: 'push',
      extraArgs: ['--provenance=false'],
    });
    assert.deepEqual([base.ok, base.verified], [true, true], JSON.stringify(base));
    assert.equal((await services.images.inspect(single)).kind, 'manifest');

    const problems = async (request: BuildRequest) => {
      const plan = planBuild(request, { directory: workspace.folder, platforms: both });
      assert.ok(plan.ok);
      const native = { os: 'linux', architecture: own };
      return services.builds.bases(plan.value, [native], new AbortController().signal);
    };
    const problem = { image: single, kind: 'manifest', has: [`linux/${own}`], lacks: [`linux/${foreign}`] };
    services.commands.length = 0;
    assert.deepEqual(await problems({ output: 'cache' }), [problem]);
    assert.deepEqual(services.commands, []);
    const bakeRequest: BuildRequest = { bakeTargets: ['default'], platforms: [], output: 'push' };
    assert.deepEqual(await problems(bakeRequest), [problem]);

    const program = { program: '/bin/busybox', format: 'elf', architecture: own };
    const one = await workspace.build(services, { tags: [`${host}/single/app:1`], platforms: both, output: 'push' });
    assert.deepEqual([one.ok, one.verified], [true, false], JSON.stringify(one.failure));
    assert.deepEqual(one.mislabelled, [{ platform: `linux/${foreign}`, ...program }]);
    assert.deepEqual(
      one.platforms.map(({ inside }) => inside),
      both.map(() => ({ state: 'found', programs: [program] })),
    );
    const several = await workspace.build(services, bakeRequest);
    assert.deepEqual([several.ok, several.verified, several.images.length], [true, false, 2], JSON.stringify(several));
    assert.deepEqual(several.mislabelled, [
      { platform: `linux/${foreign}`, image: `${host}/single/wrong:1`, ...program },
    ]);
  }).timeout(300_000);
});

describe('a push of two nodes, of which one dies on the way', function () {
  // BuildKit is compiled once, which takes minutes
  this.timeout(900_000);
  const ends = new Ends();
  const repository = 'nodes/app';
  let host: string;
  let proxy: Awaited<ReturnType<typeof startPushProxy>>;
  const former = new Map<string, string>();
  let services: ReturnType<typeof composeServices>;
  let workspace: Awaited<ReturnType<typeof workspaceWith>>;
  const tag = () => `${proxy.host}/${repository}:1`;
  /** Size in bytes of the layer of the node that is killed: larger than all others. */
  const large = 4_000_000;

  before(async function () {
    const engine = await bringOrSkip(this, findOrBringEngine);
    ends.add(engine.stop);
    ends.add(useEnvironment(engine.env));
    const registry = await bringOrSkip(this, startRegistry);
    ends.add(registry.stop);
    ({ host } = registry);
    proxy = await startPushProxy(host);
    ends.add(proxy.stop);
    services = composeServices({
      former: {
        add: (id, digest) => {
          former.set(id, digest);
          return Promise.resolve();
        },
      },
    });
    ends.add(() => {
      services.registry.dispose();
    });
    const dockerfile = ['FROM scratch AS amd64', 'COPY small /', 'FROM scratch AS arm64', 'COPY large /'];
    workspace = await workspaceWith({
      Dockerfile: [...dockerfile, 'FROM ${TARGETARCH}', ''].join('\n'),
      small: '',
      large: '',
    });
    ends.add(workspace.remove);
  });
  after(() => ends.run());

  /** A builder with a node for each platform; the second one will be killed. */
  async function farm(name: string): Promise<readonly BuildkitNode[]> {
    const nodes: BuildkitNode[] = [];
    for (const platform of both) {
      const node = await startBuildkitNode([platform]);
      ends.add(node.stop);
      const append = nodes.length === 0 ? [] : ['--append'];
      nodes.push(node);
      await execa('docker', [
        ...['buildx', 'create', '--name', name, '--driver', 'remote', '--platform', platform, ...append],
        node.address,
      ]);
    }
    ends.add(() => execa('docker', ['buildx', 'rm', '--force', name]).then(() => undefined));
    return nodes;
  }

  async function push(builder: string) {
    // content that the registry already has is not pushed again
    await writeFile(path.join(workspace.folder, 'small'), randomBytes(10));
    await writeFile(path.join(workspace.folder, 'large'), randomBytes(large));
    return workspace.build(services, {
      tags: [tag()],
      platforms: both,
      builder,
      output: 'push',
      extraArgs: ['--provenance=false'],
    });
  }

  /** Kills the node that sends the large layer, after `first` has ended. */
  function killing(node: BuildkitNode, first: Promise<unknown>) {
    return async (bytes: number) => {
      if (bytes > large / 2) {
        await first;
        await node.stop();
        throw new Error('the node is dead');
      }
    };
  }

  it('leaves the tag as it was, and says so', async () => {
    const [, second] = await farm('dying');
    assert.ok(second);
    const good = await push('dying');
    assert.deepEqual([good.ok, good.verified], [true, true], JSON.stringify(good.failure));
    proxy.use({ upload: killing(second, Promise.resolve()) });
    const report = await push('dying');
    assert.equal(report.ok, false);
    assert.deepEqual(report.tags, [{ tag: tag(), state: 'unchanged', digest: good.digest }]);
    assert.ok(!report.failure?.remedies.some(({ id }) => id === 'restoreTags'));
  });

  it('says which part the tag names where buildx has left it on one, and restores it', async () => {
    const [, second] = await farm('partial');
    assert.ok(second);
    proxy.use({});
    const good = await push('partial');
    assert.equal(good.ok, true, JSON.stringify(good.failure));
    let isLeft: (put: ManifestPut) => void = () => undefined;
    const left = new Promise<ManifestPut>((resolve) => {
      isLeft = resolve;
    });
    // the behavior of buildx 0.37.0 (docker/buildx#4058): the first part gets the tag
    const leaves = left.then((put) => putManifest(host, repository, '1', put));
    proxy.use({
      manifest: (put) => {
        // the registry receives it first
        void putManifest(host, repository, put.reference, put).then(() => {
          isLeft(put);
        });
        return Promise.resolve(undefined);
      },
      upload: killing(second, leaves),
    });
    const report = await push('partial');
    const now = await services.images.inspect(tag());
    assert.deepEqual(report.tags, [
      {
        tag: tag(),
        state: 'partial',
        digest: now.digest,
        kind: now.kind,
        platforms: ['linux/amd64'],
        missing: ['linux/arm64'],
        former: good.digest,
      },
    ]);
    assert.deepEqual(report.failure?.remedies[0], { id: 'restoreTags', tags: [{ tag: tag(), digest: good.digest }] });
    assert.equal(former.get(tag()), good.digest);
    const reference = parseReference(tag());
    assert.ok(reference.ok && good.digest !== undefined);
    await services.indexEdits.apply({ tag: reference.value, expected: now.digest, to: { digest: good.digest } });
    assert.equal(await services.images.isStill(tag(), good.digest), true);
  });
});
