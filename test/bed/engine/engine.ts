import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeBridge } from './bridge.ts';
import { requireDebianRoot } from './debian.ts';
import { unpackEngine, unpackTools, type Suite } from './packages.ts';
import { run, startDaemon, type Daemon } from './processes.ts';
import { bridgeFile, makeRunFolder, type RunFolder } from './runFolder.ts';
import { say } from './say.ts';
import { BedUnavailable } from './unavailable.ts';

/** The engine's image store; classic cannot store one image for several platforms. */
type ImageStore = 'containerd' | 'classic';

export interface EngineRequest {
  /** The engine to provide; an existing one may have any version. */
  readonly suite?: Suite;
  readonly store?: ImageStore;
  /** A private engine, even if one is running: to be killed, to have its own store … */
  readonly own?: boolean;
  /** A buildx to use instead of the engine's own. Implies `own`. */
  readonly buildx?: string;
  /** The size of the engine's disk in bytes, to fill it up. Implies `own`. */
  readonly diskSize?: number;
  /** Uses registries at its `address`, and one by name, without TLS or with any certificate. Implies `own`. */
  readonly insecure?: boolean;
}

export interface Engine {
  /** Additional environment variables with which `docker` uses this engine. */
  readonly env: Readonly<Record<string, string>>;
  readonly version: string;
  readonly buildxVersion: string;
  readonly store: ImageStore;
  /** An address of this machine that the engine reaches and does not treat as local; private engines only. */
  readonly address?: string;
  /** The process of a private engine. */
  readonly pid?: number;
  /** The folder of a private engine; `stop` deletes it. */
  readonly folder?: string;
  /** Ends a private engine, waits for it and deletes its data. Does nothing for an existing engine. */
  readonly stop: () => Promise<void>;
}

/**
 * The Docker engine of this machine, if it has buildx and the requested image store; otherwise, a private one from Debian packages. Throws
 * `BedUnavailable` if there is neither.
 */
export async function findOrBringEngine({
  suite = 'forky',
  store = 'containerd',
  own = false,
  buildx,
  diskSize,
  insecure = false,
}: EngineRequest = {}): Promise<Engine> {
  if (!own && !insecure && buildx === undefined && diskSize === undefined) {
    const found = await findEngine(store);
    if (found !== undefined) {
      return found;
    }
  }
  await requireDebianRoot();
  return bringEngine(suite, store, buildx, diskSize, insecure);
}

async function findEngine(store: ImageStore): Promise<Engine | undefined> {
  try {
    const found = await describeEngine({});
    if (found.store !== store) {
      return undefined;
    }
    say(`using the Docker engine that runs here: ${found.version}, buildx ${found.buildxVersion}`);
    return { ...found, env: {}, stop: () => Promise.resolve() };
  } catch {
    return undefined;
  }
}

async function describeEngine(
  env: Readonly<Record<string, string>>,
): Promise<Pick<Engine, 'version' | 'buildxVersion' | 'store'>> {
  const [version, plugin, driver] = await Promise.all([
    run('docker', ['version', '--format', '{{.Server.Version}}'], { env }),
    run('docker', ['buildx', 'version'], { env }),
    run('docker', ['info', '--format', '{{json .DriverStatus}}'], { env }),
  ]);
  const buildxVersion = /^\S+ v?(\d+\.\d+\.\d+\S*)/.exec(plugin)?.[1];
  if (buildxVersion === undefined) {
    throw new Error(`no version of buildx in: ${plugin}`);
  }
  return { version, buildxVersion, store: driver.includes('io.containerd.snapshotter.v1') ? 'containerd' : 'classic' };
}

async function bringEngine(
  suite: Suite,
  store: ImageStore,
  buildx: string | undefined,
  diskSize: number | undefined,
  insecure: boolean,
): Promise<Engine> {
  const [root, tools] = await Promise.all([unpackEngine(suite), unpackTools()]);
  const folder = await makeRunFolder('engine');
  const socket = join(folder.path, 'docker.sock');
  if (Buffer.byteLength(socket) > 90) {
    await folder.remove();
    throw new BedUnavailable(`the path ${socket} is too long for a socket: set MULTIARCH_BED to a shorter one`);
  }
  const env = {
    PATH:
      [root, tools].flatMap((each) => [join(each, 'usr/bin'), join(each, 'usr/sbin')]).join(':') +
      `:${process.env.PATH ?? ''}`,
    DOCKER_HOST: `unix://${socket}`,
    DOCKER_CONFIG: join(folder.path, 'config'),
    BUILDX_CONFIG: '',
    BUILDX_BUILDER: '',
  };
  const plugins = join(env.DOCKER_CONFIG, 'cli-plugins');
  await mkdir(plugins, { recursive: true });
  await symlink(buildx ?? join(root, 'usr/libexec/docker/cli-plugins/docker-buildx'), join(plugins, 'docker-buildx'));
  await mkdir(join(folder.path, 'data'));
  if (diskSize !== undefined) {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', join(folder.path, 'data')]);
  }
  const discard = async (daemon?: Daemon): Promise<void> => {
    await daemon?.stop();
    await folder.remove();
  };
  let daemon: Daemon | undefined;
  try {
    const bridge = await makeBridge();
    await writeFile(join(folder.path, bridgeFile), bridge.name);
    const registries = insecure ? [`${bridge.address}/32`, 'plain.example.com:5000'] : [];
    daemon = await startDockerd(folder, socket, bridge.name, store, env.PATH, registries);
    const facts = await describeEngine(env);
    say(
      `started Docker engine ${facts.version} (Debian ${suite}, ${store} image store) with buildx ${facts.buildxVersion}`,
    );
    return {
      ...facts,
      env,
      address: bridge.address,
      pid: daemon.pid,
      folder: folder.path,
      stop: () => discard(daemon),
    };
  } catch (error) {
    await discard(daemon);
    throw error;
  }
}

async function startDockerd(
  folder: RunFolder,
  socket: string,
  bridge: string,
  store: ImageStore,
  path: string,
  insecure: readonly string[],
): Promise<Daemon> {
  const configuration = join(folder.path, 'daemon.json');
  await writeFile(
    configuration,
    JSON.stringify({
      features: { 'containerd-snapshotter': store === 'containerd' },
      'data-root': join(folder.path, 'data'),
      'exec-root': join(folder.path, 'exec'),
      pidfile: join(folder.path, 'dockerd.pid'),
      hosts: [`unix://${socket}`],
      // the machine's firewall and routes are not changed, so a build step reaches this machine but not the internet
      bridge,
      iptables: false,
      ip6tables: false,
      'ip-forward': false,
      'ip-masq': false,
      'exec-opts': ['native.cgroupdriver=cgroupfs'],
      'cgroup-parent': folder.cgroup,
      'shutdown-timeout': 1,
      'insecure-registries': insecure,
    }),
  );
  const log = join(folder.path, 'dockerd.log');
  const daemon = await startDaemon('dockerd', ['--config-file', configuration], log, { PATH: path });
  for (const deadline = Date.now() + 60_000; Date.now() < deadline && !daemon.ended();) {
    if (await answers(socket)) {
      return daemon;
    }
    await sleep(50);
  }
  await daemon.stop();
  const words = (await readFile(log, 'utf8').catch(() => '')).trim().split('\n').at(-1) ?? '';
  throw new BedUnavailable(`a private Docker engine does not start on this machine: ${words}`);
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => {
      ping.destroy();
    });
    ping.on('error', () => {
      resolve(false);
    });
    ping.end();
  });
}
