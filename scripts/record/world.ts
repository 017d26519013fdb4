import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pushBaseImage } from '../../test/bed/engine/baseImage.ts';
import { leaseEmulation, type Emulation } from '../../test/bed/engine/emulation.ts';
import { findOrBringEngine, type Engine, type EngineRequest } from '../../test/bed/engine/engine.ts';
import { run } from '../../test/bed/engine/processes.ts';
import { startRegistry, type Registry } from '../../test/bed/engine/registry.ts';
import type { Places, Scenario } from './scenario.ts';

type EngineName = NonNullable<Scenario['engine']>;
type ConfigName = NonNullable<Scenario['config']>;

/** The engines and registries of a set of recordings. */
export interface World {
  readonly places: Places;
  readonly emulation: Emulation;
  /** The folder with a subfolder for each scenario. */
  readonly folder: string;
  /** The engine with that name; one that will not survive is created for each call. */
  engine(name: Exclude<EngineName, 'none'>): Promise<Engine>;
  /** The environment of a command: its engine and Docker configuration. */
  environment(engine: Engine, running: boolean, config: ConfigName): Promise<Record<string, string>>;
  /** Starts the registry that is to be killed. */
  doomedRegistry(): Promise<Registry>;
  end(): Promise<void>;
}

const login = { user: 'builder', password: 'fixture' };
/** Enough for an engine with its first image only. */
const smallDisk = 120_000_000;

export async function makeWorld(request: Pick<EngineRequest, 'suite' | 'buildx'>): Promise<World> {
  const folder = await mkdtemp(join(tmpdir(), 'multiarch-record-'));
  const emulation = await leaseEmulation();
  const lasting = new Map<EngineName, Engine>();
  const bring = (more: EngineRequest): Promise<Engine> => findOrBringEngine({ ...request, own: true, ...more });
  const containerd = await bring({ store: 'containerd' });
  lasting.set('containerd', containerd);
  const address = containerd.address!;
  const registry = await startRegistry();
  const guarded = await startRegistry({ auth: login });
  const plain = await startRegistry({ address });
  const unknownAuthority = await startRegistry({ address, tls: true });
  const closed = await startRegistry();
  await closed.stop();
  let doomed = await startRegistry();
  const doomedPort = Number(doomed.host.split(':')[1]);

  await Promise.all([
    pushBaseImage(registry),
    pushBaseImage(guarded),
    pushBaseImage(registry, { name: 'arm64-only:1', architectures: ['arm64'] }),
    pushBaseImage(registry, { name: 'arm64-bare:1', architectures: ['arm64'], bareManifest: true }),
    pushBaseImage(registry, { name: 's390x:1', architectures: ['s390x'] }),
  ]);
  const places: Places = {
    registry: registry.host,
    guarded: guarded.host,
    plain: plain.host,
    unknownAuthority: unknownAuthority.host,
    doomed: doomed.host,
    nobody: closed.host,
    amd64Node: `${address}:1234`,
    arm64Node: `${address}:1235`,
  };
  return {
    places,
    emulation,
    folder,
    async engine(name) {
      if (name === 'doomed') {
        return bring({ store: 'containerd' });
      }
      if (name === 'small') {
        return bring({ store: 'containerd', diskSize: smallDisk });
      }
      if (name === 'insecure') {
        return bring({ insecure: true });
      }
      const engine = lasting.get(name) ?? (await bring({ store: name }));
      lasting.set(name, engine);
      return engine;
    },
    async environment(engine, running, config) {
      const env: Record<string, string> = { ...engine.env };
      if (!running) {
        env.DOCKER_HOST = `unix://${join(folder, 'no-engine.sock')}`;
      }
      if (config !== 'plain') {
        env.DOCKER_CONFIG = await prepareConfig(config, engine, places);
      }
      return env;
    },
    async doomedRegistry() {
      await doomed.stop();
      doomed = await startRegistry({ port: doomedPort });
      return doomed;
    },
    async end() {
      for (const part of [...lasting.values(), registry, guarded, plain, unknownAuthority, doomed]) {
        await part.stop();
      }
      await emulation.release();
      await rm(folder, { recursive: true });
    },
  };
}

/** Creates a Docker configuration in the folder of the engine, once. */
async function prepareConfig(config: Exclude<ConfigName, 'plain'>, engine: Engine, places: Places): Promise<string> {
  const folder = join(engine.folder!, `config-${config}`);
  if ((await mkdir(folder, { recursive: true })) === undefined) {
    return folder;
  }
  if (config === 'noPlugins') {
    return folder;
  }
  await cp(join(engine.env.DOCKER_CONFIG!, 'cli-plugins'), join(folder, 'cli-plugins'), { recursive: true });
  if (config === 'wrongLogin') {
    const auth = Buffer.from(`${login.user}:wrong`).toString('base64');
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [places.guarded]: { auth } } }));
    return folder;
  }
  const env = { ...engine.env, DOCKER_CONFIG: folder };
  const create = (...args: readonly string[]): Promise<string> => run('docker', ['buildx', 'create', ...args], { env });
  await create('--name', 'idle', '--driver', 'docker-container', '--driver-opt', 'network=host');
  await create('--name', 'away', '--driver', 'remote', `tcp://${places.amd64Node}`);
  await create('--name', 'farm', '--driver', 'remote', '--platform', 'linux/amd64', `tcp://${places.amd64Node}`);
  await create('--name', 'farm', '--append', '--platform', 'linux/arm64,linux/arm/v7', `tcp://${places.arm64Node}`);
  return folder;
}
