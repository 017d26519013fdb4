import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { statusOf, type Builder } from '../../src/domain/builder/builder.ts';
import { formatPlatform } from '../../src/domain/platform.ts';
import { isCancelled } from '../../src/tools/process/errors.ts';
import { leaseEmulation } from '../bed/engine/emulation.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { run } from '../bed/engine/processes.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment } from './support.ts';

const foreign = process.arch === 'arm64' ? 'linux/amd64' : 'linux/arm64';
/** Nothing listens there. */
const closed = 'tcp://127.0.0.1:1';
const alsoClosed = 'tcp://127.0.0.1:2';

describe('all builders of a real engine', function () {
  this.timeout(180_000);
  let engine: Engine;
  /** Docker's own configuration, with a separate buildx store. */
  let configuration: string;
  const ends = new Ends();
  const afterThis = new Ends();

  before(async function () {
    this.timeout(900_000);
    await bringOrSkip(this, async () => {
      engine = await findOrBringEngine();
      ends.add(engine.stop);
    });
  });
  after(() => ends.run());

  beforeEach(async () => {
    configuration = await mkdtemp(path.join(tmpdir(), 'configuration-'));
    afterThis.add(() => rm(configuration, { recursive: true, force: true }));
    const own = engine.env.DOCKER_CONFIG ?? process.env.DOCKER_CONFIG ?? path.join(homedir(), '.docker');
    await cp(own, configuration, {
      recursive: true,
      force: true,
      filter: (file) => path.relative(own, file) !== 'buildx',
    });
    const env = { ...engine.env, DOCKER_CONFIG: configuration, BUILDX_CONFIG: '', BUILDX_BUILDER: '' };
    afterThis.add(useEnvironment(env));
  });
  afterEach(() => afterThis.run());

  const docker = (...args: string[]) => run('docker', args);
  const create = (name: string, driver: string, ...more: string[]) =>
    docker('buildx', 'create', '--name', name, '--driver', driver, ...more);

  /** A remote builder whose only node accepts connections and never responds. */
  async function createSilent(name: string): Promise<void> {
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    afterThis.add(async () => {
      server.close();
      for (const socket of sockets) {
        socket.destroy();
      }
      await once(server, 'close');
    });
    const { port } = server.address() as AddressInfo;
    // buildx would wait for its response when the builder is created
    await create(name, 'remote', closed);
    const instance = path.join(configuration, 'buildx/instances', name);
    await writeFile(instance, (await readFile(instance, 'utf8')).replace(closed, `tcp://127.0.0.1:${port}`));
  }

  it('come with their nodes, and with the platforms that are pinned', async () => {
    await create('idle', 'docker-container', '--driver-opt', 'network=host');
    await create('farm', 'remote', '--node', 'one', '--platform', 'linux/amd64', closed);
    await create('farm', 'remote', '--append', '--node', 'two', '--platform', 'linux/arm64', alsoClosed);
    const builders = await composeServices().listing.list();
    assert.deepEqual(
      builders.filter(({ isContext }) => isContext !== true).map(({ name }) => name),
      ['farm', 'idle'],
    );
    assert.deepEqual(
      find(builders, 'farm').nodes.map(({ name, status, endpoint, platforms }) => [
        name,
        status,
        endpoint,
        ...platforms.map(({ platform, pinned }) => [formatPlatform(platform), pinned]),
      ]),
      [
        ['one', 'inactive', closed, ['linux/amd64', true]],
        ['two', 'inactive', alsoClosed, ['linux/arm64', true]],
      ],
    );
    const [idle] = find(builders, 'idle').nodes;
    assert.deepEqual([idle?.status, idle?.options], ['inactive', { network: 'host' }]);
    const current = currentOf(builders);
    assert.deepEqual([current?.driver, current?.isContext, statusOf(current!)], ['docker', true, 'running']);
    const [node] = current!.nodes;
    assert.equal(formatPlatform(node!.native!), process.arch === 'arm64' ? 'linux/arm64' : 'linux/amd64');
  });

  it("have Docker's default first, right after it was chosen", async () => {
    const { listing } = composeServices();
    const standard = currentOf(await listing.list())?.name;
    assert.ok(standard);
    await create('other', 'remote', closed);
    for (const name of ['other', standard]) {
      await docker('buildx', 'use', name);
      const builders = await listing.list();
      assert.deepEqual([builders[0]?.name, currentOf(builders)?.name], [name, name]);
    }
  });

  it('are there as they answer, when one does not and the file of another is damaged', async () => {
    await create('idle', 'docker-container');
    await createSilent('mute');
    const damaged = path.join(configuration, 'buildx/instances/broken');
    await writeFile(damaged, '{"Name":"broken","Dri');
    const { listing, builders: service } = composeServices();
    const partial: (readonly Builder[])[] = [];
    const builders = await listing.list({ onPartial: (some) => partial.push(some) });

    const names = builders.map(({ name }) => name);
    assert.deepEqual(
      names,
      partial[0]?.map(({ name }) => name),
    );
    const asking = partial.map((some) => some.filter((each) => statusOf(each) === 'asking').map(({ name }) => name));
    assert.ok(asking[0]?.includes('idle'), 'what is there is told before anybody was asked');
    assert.ok(
      asking.some((who) => who.join(' ') === 'mute'),
      `the others have answered while one has not: ${JSON.stringify(asking)}`,
    );
    assert.equal(find(builders, 'idle').nodes[0]?.status, 'inactive');
    assert.deepEqual([find(builders, 'broken').damagedFile, find(builders, 'broken').nodes], [damaged, []]);
    const [mute] = find(builders, 'mute').nodes;
    assert.equal(mute?.status, 'error');
    assert.match(mute.error ?? '', /did not respond within \d s/);
    assert.equal(statusOf(currentOf(builders)!), 'running');

    assert.equal((await service.inUse('idle')).driver, 'docker-container');
    // after a slow one, nobody waits for it again
    const again: (readonly Builder[])[] = [];
    await listing.list({ onPartial: (some) => again.push(some) });
    assert.equal(statusOf(find(again[0] ?? [], 'mute')), 'asking');
  });

  it('end with every process when all callers have canceled', async () => {
    await createSilent('mute');
    const abort = new AbortController();
    const { listing, commands } = composeServices();
    await assert.rejects(
      listing.list({
        signal: abort.signal,
        onPartial: (some) => {
          if (some.every((each) => (statusOf(each) === 'asking') === (each.name === 'mute'))) {
            abort.abort();
          }
        },
      }),
      isCancelled,
    );
    assert.ok(commands.some((command) => command.includes('mute')));
    assert.deepEqual(await processesWith(`DOCKER_CONFIG=${configuration}`), []);
  });

  it('have an error, and nothing is thrown, where the engine does not run', async () => {
    await create('farm', 'remote', closed);
    const socket = `unix://${path.join(configuration, 'nobody.sock')}`;
    afterThis.add(useEnvironment({ DOCKER_HOST: socket, DOCKER_CONTEXT: '' }));
    const builders = await composeServices().listing.list();
    const standard = find(builders, 'default');
    assert.deepEqual([standard.isContext, standard.current, statusOf(standard)], [true, true, 'error']);
    assert.match(standard.error ?? '', /docker/i);
    assert.equal(find(builders, 'farm').nodes[0]?.status, 'inactive');
  });

  it('have what an emulator is there for, whatever BuildKit remembers, and no longer than it is there', async function () {
    this.timeout(600_000);
    await bringOrSkip(this, async () => {
      const emulation = await leaseEmulation();
      afterThis.add(emulation.release);
      const { listing } = composeServices();
      const listed = async () => {
        const node = currentOf(await listing.list())?.nodes[0];
        const own = node?.platforms.find(({ platform }) => formatPlatform(platform) === foreign);
        // BuildKit may not have checked while it existed: then it is not listed at all
        return own !== undefined && own.lost !== true;
      };
      for (const [state, expected] of [
        ['on', true],
        ['off', false],
        ['on', true],
      ] as const) {
        await emulation.set(state);
        assert.equal(await listed(), expected, `emulation is ${state}`);
      }
    });
  });
});

function find(builders: readonly Builder[], wanted: string): Builder {
  const found = builders.find(({ name }) => name === wanted);
  assert.ok(found, `${wanted} is not among ${builders.map(({ name }) => name).join(', ')}`);
  return found;
}

function currentOf(builders: readonly Builder[]): Builder | undefined {
  return builders.find(({ current }) => current === true);
}

/** The command lines of the processes with this in their environment; only Linux has `/proc`. */
async function processesWith(variable: string): Promise<string[]> {
  const read = (file: string) => readFile(file, 'utf8').catch(() => '');
  const ids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const found = ids.map(async (id) =>
    (await read(`/proc/${id}/environ`)).split('\0').includes(variable) ? [await read(`/proc/${id}/cmdline`)] : [],
  );
  return (await Promise.all(found)).flat();
}
