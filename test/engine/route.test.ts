import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { parsePlatform, type Platform } from '../../src/domain/platform.ts';
import { route, routeWarnings } from '../../src/domain/builder/route.ts';
import { buildkitImage } from '../bed/engine/buildkitImage.ts';
import { buildsOf, startBuildkitNode, type BuildkitNode } from '../bed/engine/buildkitNodes.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { machineArchitecture } from '../bed/engine/debian.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment } from './support.ts';

/** The machine's own platform, which each node lists; no test switches an emulator of the others. */
const own = `linux/${machineArchitecture()}`;
const nodePlatforms = {
  plain: [],
  riscv: ['linux/riscv64', 'linux/s390x'],
  s390x: ['linux/s390x', 'linux/riscv64'],
  power: ['linux/ppc64le'],
  arm7: ['linux/mips64le', 'linux/arm/v7'],
  arm6: ['linux/mips64le', 'linux/arm/v6'],
  /** It is stopped before the builds. */
  dead: ['linux/s390x'],
} as const;
type NodeKind = keyof typeof nodePlatforms;

/** A node and, after a space, its pinned platforms. */
type NodeWords = NodeKind | `${NodeKind} ${string}`;

interface Case {
  readonly nodes: readonly NodeWords[];
  readonly platforms: readonly string[];
  /** The result of `route`: the position of the node for each platform, and how. */
  readonly says: readonly string[];
  readonly warns?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  'one node: native, emulated, unsupported': {
    nodes: ['riscv'],
    platforms: ['linux/riscv64', 'linux/s390x', 'linux/sparc64'],
    says: ['0 native', '0 emulated', '0 unsupported'],
    warns: ['unsupported'],
  },
  'two nodes without pins: the first emulates what the second runs': {
    nodes: ['riscv', 's390x'],
    platforms: ['linux/riscv64', 'linux/s390x'],
    says: ['0 native', '0 emulated'],
    warns: ['emulatedThoughNative'],
  },
  'two nodes without pins, the other way round': {
    nodes: ['s390x', 'riscv'],
    platforms: ['linux/riscv64', 'linux/s390x'],
    says: ['0 emulated', '0 native'],
    warns: ['emulatedThoughNative'],
  },
  'two nodes, both pinned to what they run': {
    nodes: ['riscv linux/riscv64', 's390x linux/s390x'],
    platforms: ['linux/s390x', 'linux/riscv64'],
    says: ['1 native', '0 native'],
  },
  'two nodes, both pinned to what they emulate': {
    nodes: ['riscv linux/s390x', 's390x linux/riscv64'],
    platforms: ['linux/s390x', 'linux/riscv64'],
    says: ['0 native', '1 native'],
  },
  'a pin on the second node alone counts for nothing': {
    nodes: ['riscv', 's390x linux/s390x'],
    platforms: ['linux/riscv64', 'linux/s390x'],
    says: ['0 native', '0 emulated'],
    warns: ['emulatedThoughNative'],
  },
  'a pin on the second node alone counts when nothing else is asked for': {
    nodes: ['riscv', 's390x linux/s390x'],
    platforms: ['linux/s390x'],
    says: ['1 native'],
  },
  'a platform that nobody is pinned to takes the pins of the others away': {
    nodes: ['riscv linux/riscv64', 's390x linux/s390x'],
    platforms: ['linux/riscv64', 'linux/s390x', own],
    says: ['0 native', '0 emulated', '0 emulated'],
    warns: ['emulatedThoughNative'],
  },
  'a pinned node and one without pins that is the only one to list a platform': {
    nodes: ['riscv linux/riscv64', 'power'],
    platforms: ['linux/riscv64', 'linux/ppc64le'],
    says: ['0 native', '1 native'],
  },
  'a platform that no node lists goes to the first': {
    nodes: ['power', 'riscv'],
    platforms: ['linux/riscv64', 'linux/sparc64'],
    says: ['1 native', '0 unsupported'],
    warns: ['unsupported'],
  },
  'the nearest variant wins over the first node': {
    nodes: ['arm7', 'arm6'],
    platforms: ['linux/arm/v6', 'linux/arm/v7', 'linux/arm/v5'],
    says: ['1 emulated', '0 emulated', '1 unsupported'],
    warns: ['unsupported'],
  },
  'a lower variant than the pinned one is not pinned, but still built there': {
    nodes: ['plain linux/riscv64', 'arm7 linux/arm/v7'],
    platforms: ['linux/arm/v6'],
    says: ['1 native'],
  },
  'three nodes, pinned': {
    nodes: ['power linux/ppc64le', 'riscv linux/riscv64', 's390x linux/s390x'],
    platforms: ['linux/riscv64', 'linux/s390x', 'linux/ppc64le'],
    says: ['1 native', '2 native', '0 native'],
  },
  'three nodes without pins': {
    nodes: ['power', 'riscv', 's390x'],
    platforms: ['linux/ppc64le', 'linux/riscv64', 'linux/s390x'],
    says: ['0 native', '1 native', '1 emulated'],
    warns: ['emulatedThoughNative'],
  },
  'a node that is down does no harm while the pins of the others serve': {
    nodes: ['riscv linux/riscv64', 'dead linux/s390x'],
    platforms: ['linux/riscv64'],
    says: ['0 native'],
  },
  'a node that is down makes the build fail when all nodes are asked': {
    nodes: ['riscv', 'dead'],
    platforms: ['linux/riscv64'],
    says: ['0 native'],
    warns: ['unreachable'],
  },
  'a node that is down makes the build fail when it has the pin': {
    nodes: ['riscv linux/riscv64', 'dead linux/s390x'],
    platforms: ['linux/riscv64', 'linux/s390x'],
    says: ['0 native', '1 native'],
    warns: ['unreachable'],
  },
};

function parsed(texts: readonly string[]): Platform[] {
  return texts.map((text) => {
    const platform = parsePlatform(text);
    assert.ok(platform.ok);
    return platform.value;
  });
}

describe('which node builds what', function () {
  // buildx and BuildKit are compiled once, which takes minutes
  this.timeout(900_000);
  const ends = new Ends();
  const nodes = new Map<NodeKind, BuildkitNode>();
  let folder: string;
  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'route-'));
    ends.add(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\nARG NOTHING\nCOPY Dockerfile /\n');
    for (const kind of Object.keys(nodePlatforms) as NodeKind[]) {
      const node = await bringOrSkip(this, () => startBuildkitNode(nodePlatforms[kind]));
      nodes.set(kind, node);
      ends.add(node.stop);
    }
    await nodes.get('dead')!.stop();
  });
  after(() => ends.run());

  /** Creates a builder, and resolves to its nodes' addresses by name. */
  async function createBuilder(name: string, words: readonly NodeWords[]): Promise<Map<string, string>> {
    const addresses = new Map<string, string>();
    for (const [index, word] of words.entries()) {
      const [kind = '', pins = ''] = word.split(' ');
      const { address } = nodes.get(kind as NodeKind)!;
      const node = `${name}-${index}`;
      addresses.set(node, address);
      const append = index === 0 ? [] : ['--append'];
      const platform = pins === '' ? [] : ['--platform', pins];
      await execa('docker', [
        ...['buildx', 'create', '--name', name, '--driver', 'remote', '--node', node],
        ...append,
        ...platform,
        address,
      ]);
    }
    return addresses;
  }

  /** Builds, and resolves to which node built what: `platform node`, sorted; undefined if the build failed. */
  async function build(
    builder: string,
    addresses: ReadonlyMap<string, string>,
    platforms: readonly string[],
  ): Promise<readonly string[] | undefined> {
    const reachable = [...addresses].filter(([, address]) => address !== nodes.get('dead')!.address);
    const read = () =>
      Promise.all(
        reachable.map(async ([name, address]) =>
          (await buildsOf(address)).map(({ reference, platforms: built }) => ({ name, reference, built })),
        ),
      ).then((lists) => lists.flat());
    const before = new Set((await read()).map(({ name, reference }) => `${name} ${reference}`));
    const { exitCode } = await execa(
      'docker',
      [
        ...['buildx', 'build', '--builder', builder, '--platform', platforms.join(',')],
        ...['--output', 'type=cacheonly', '--build-arg', `NOTHING=${builder}`, folder],
      ],
      { reject: false },
    );
    const made = (await read()).filter(({ name, reference }) => !before.has(`${name} ${reference}`));
    return exitCode === 0
      ? made.flatMap(({ name, built }) => built.map((platform) => `${platform} ${name}`)).sort()
      : undefined;
  }

  for (const [title, bring] of [
    ['', () => findOrBringEngine()],
    [', the oldest buildx that is looked after', () => findOrBringEngine({ suite: 'trixie', own: true })],
    [', the newest buildx', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
  ] as const) {
    describe(`with remote nodes${title}`, function () {
      let engine: Engine;
      let services: ReturnType<typeof composeServices>;
      const ending = new Ends();
      before(async function () {
        engine = await bringOrSkip(this, bring);
        ending.add(engine.stop);
        const configuration = join(folder, `buildx-${engine.buildxVersion}`);
        await mkdir(configuration, { recursive: true });
        ending.add(useEnvironment({ ...engine.env, BUILDX_CONFIG: configuration }));
        services = composeServices();
      });
      after(() => ending.run());

      for (const [index, [name, { nodes: words, platforms, says, warns = [] }]] of Object.entries(cases).entries()) {
        it(name, async () => {
          const builder = `case${index}`;
          const addresses = await createBuilder(builder, words);
          const read = await services.builders.inUse(builder);
          const routes = route(parsed(platforms), read);
          assert.deepEqual(
            routes.map(({ node, how }) => `${[...addresses.keys()].indexOf(node ?? '')} ${how}`),
            says,
          );
          const kinds = [...new Set(routeWarnings(parsed(platforms), read).map(({ kind }) => kind))];
          assert.deepEqual(kinds, warns);
          assert.deepEqual(
            await build(builder, addresses, platforms),
            warns.includes('unreachable')
              ? undefined
              : routes.map(({ platform, node }) => `${platform} ${node ?? ''}`).sort(),
          );
        });
      }

      it('a node that cannot be loaded is left out', async () => {
        const addresses = await createBuilder('broken', ['riscv linux/s390x', 's390x']);
        const file = join(process.env.BUILDX_CONFIG!, 'instances', 'broken');
        const text = await readFile(file, 'utf8');
        // as if the Docker context of a node had been removed
        await writeFile(file, text.replace(addresses.get('broken-0')!, 'context-that-is-gone'));
        addresses.delete('broken-0');
        const read = await services.builders.inUse('broken');
        const asked = ['linux/s390x', 'linux/riscv64'];
        const routes = route(parsed(asked), read);
        assert.deepEqual(
          routes.map(({ platform, node, how }) => `${platform} ${node ?? ''} ${how}`),
          ['linux/s390x broken-1 native', 'linux/riscv64 broken-1 emulated'],
        );
        assert.deepEqual(routeWarnings(parsed(asked), read), [{ kind: 'leftOut', node: 'broken-0' }]);
        assert.deepEqual(await build('broken', addresses, asked), ['linux/riscv64 broken-1', 'linux/s390x broken-1']);
      });
    });
  }

  describe('with containers', function () {
    let services: ReturnType<typeof composeServices>;
    let engine: Engine;
    const ending = new Ends();
    const docker = (...args: readonly string[]) => execa('docker', ['buildx', ...args]);
    before(async function () {
      engine = await bringOrSkip(this, () => findOrBringEngine());
      ending.add(engine.stop);
      const configuration = join(folder, 'buildx-containers');
      await mkdir(configuration);
      ending.add(useEnvironment({ ...engine.env, BUILDX_CONFIG: configuration }));
      await bringOrSkip(this, () => buildkitImage(engine));
      services = composeServices();
    });
    after(() => ending.run());

    const builtOn = async (node: string) =>
      (await buildsOf(`docker-container://buildx_buildkit_${node}`)).flatMap(({ platforms }) => platforms);
    const buildOwn = (builder: string) =>
      docker('build', '--builder', builder, '--platform', own, '--output', 'type=cacheonly', folder);

    it('a stopped node is unknown, unless it has pins, and started by the build', async () => {
      await docker('create', '--name', 'stopped', '--driver', 'docker-container', '--node', 'stopped-a', '--bootstrap');
      ending.add(() => docker('rm', '--force', 'stopped'));
      await docker('stop', 'stopped');
      const asked = parsed([own, 'linux/s390x']);
      const before = route(asked, await services.builders.inUse('stopped'));
      assert.deepEqual(
        before.map(({ node, how }) => `${node ?? ''} ${how}`),
        ['stopped-a unknown', 'stopped-a unknown'],
      );
      assert.deepEqual(routeWarnings(asked, await services.builders.inUse('stopped')), []);
      await buildOwn('stopped');
      assert.deepEqual(await builtOn('stopped-a'), [own]);
      const [after] = route(asked, await services.builders.inUse('stopped'));
      assert.deepEqual(after, { platform: own, node: 'stopped-a', how: 'native' });
    });

    it('of two nodes the stopped first may take what the second lists', async () => {
      // another spelling, because buildx accepts no endpoint twice
      const again = (process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock').replace(/\/([^/]*)$/, '/./$1');
      await docker('create', '--name', 'pair', '--driver', 'docker-container', '--node', 'pair-a', '--bootstrap');
      ending.add(() => docker('rm', '--force', 'pair'));
      await docker('stop', 'pair');
      const second = ['--append', '--node', 'pair-b', '--driver', 'docker-container', '--bootstrap'];
      await docker('create', '--name', 'pair', ...second, again);
      await docker('stop', 'pair');
      const unknown = route(parsed([own]), await services.builders.inUse('pair'));
      assert.deepEqual(unknown, [{ platform: own, how: 'unknown' }]);
      await buildOwn('pair');
      assert.deepEqual([await builtOn('pair-a'), await builtOn('pair-b')], [[own], []]);
      const known = route(parsed([own]), await services.builders.inUse('pair'));
      assert.deepEqual(known, [{ platform: own, node: 'pair-a', how: 'native' }]);
    });
  });
});
