import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Namespaces } from './namespaces.ts';
import { pauseImage, writePauseArchive } from './pauseImage.ts';
import type { NodePrograms } from './programs.ts';

/** The container runtime of a node. */
export interface Containerd {
  readonly socket: string;
  /** Pulls from this registry over HTTP from now on. */
  readonly trust: (host: string) => Promise<void>;
}

/** The network of the pods, all on one bridge of this machine. */
export interface PodNetwork {
  readonly bridge: string;
  /** The address of this machine on the bridge. */
  readonly address: string;
}

/** Starts containerd 2 in the namespaces, with the image of the pods' sandboxes: no public registry is used. */
export async function startContainerd(
  folder: string,
  programs: NodePrograms,
  { bridge, address }: PodNetwork,
  { start, run }: Pick<Namespaces, 'start' | 'run'>,
): Promise<Containerd> {
  const socket = join(folder, 'containerd.sock');
  const registries = join(folder, 'certs.d');
  const networks = join(folder, 'cni');
  const last = (number: number) => address.replace(/\d+$/, String(number));
  await mkdir(networks, { recursive: true });
  await mkdir(registries, { recursive: true });
  await writeFile(
    join(networks, 'bed.conflist'),
    JSON.stringify({
      cniVersion: '0.4.0',
      name: 'bed',
      plugins: [
        {
          type: 'bridge',
          bridge,
          // a gateway would have the plugin turn on the machine's IP forwarding
          isGateway: false,
          ipMasq: false,
          ipam: {
            type: 'host-local',
            ranges: [[{ subnet: `${last(0)}/24`, rangeStart: last(2) }]],
            routes: [{ dst: '0.0.0.0/0', gw: address }],
            dataDir: '/run/cni',
          },
        },
      ],
    }),
  );
  const configuration = join(folder, 'containerd.toml');
  await writeFile(configuration, configurationOf(folder, socket, registries, networks, programs));
  const log = join(folder, 'containerd.log');
  const daemon = await start(join(programs.containerd, 'containerd'), ['--config', configuration], log, {
    PATH: `${programs.containerd}:${process.env.PATH ?? ''}`,
    HOME: '/run',
  });
  const ctr = (...args: readonly string[]) =>
    run(join(programs.containerd, 'ctr'), ['--address', socket, '--namespace', 'k8s.io', ...args]);
  for (let waited = 0; waited < 600 && !daemon.ended(); waited++) {
    if (await ctr('version').then(Boolean, () => false)) {
      const archive = join(folder, 'pause.tar');
      await writePauseArchive(archive);
      await ctr('images', 'import', archive);
      return {
        socket,
        async trust(host) {
          await mkdir(join(registries, host), { recursive: true });
          const at = `http://${host}`;
          await writeFile(
            join(registries, host, 'hosts.toml'),
            `server = "${at}"\n[host."${at}"]\n  capabilities = ["pull", "resolve"]\n`,
          );
        },
      };
    }
    await sleep(50);
  }
  throw new Error('containerd does not start');
}

/** Containerd's file, version 3 (docs/cri/config.md). */
function configurationOf(
  folder: string,
  socket: string,
  registries: string,
  networks: string,
  { runc, networkPlugins }: NodePrograms,
): string {
  const runtime = 'plugins."io.containerd.cri.v1.runtime"';
  const images = 'plugins."io.containerd.cri.v1.images"';
  return `
version = 3
# it would create /opt/containerd
disabled_plugins = ["io.containerd.internal.v1.opt"]
root = "${join(folder, 'containerd')}"
state = "/run/containerd"
[grpc]
  address = "${socket}"
[ttrpc]
  address = "/run/containerd/ttrpc.sock"
[${runtime}]
  disable_apparmor = true
  # where root lacks CAP_SYS_RESOURCE, it must not lower a process's score, and no pod would start
  restrict_oom_score_adj = true
[${runtime}.cni]
  bin_dirs = ["${networkPlugins}"]
  conf_dir = "${networks}"
[${runtime}.containerd.runtimes.runc]
  runtime_type = "io.containerd.runc.v2"
[${runtime}.containerd.runtimes.runc.options]
  BinaryName = "${runc}"
  SystemdCgroup = false
[plugins."io.containerd.grpc.v1.cri"]
  stream_server_address = "127.0.0.1"
  stream_server_port = "0"
[${images}.pinned_images]
  sandbox = "${pauseImage}"
[${images}.registry]
  config_path = "${registries}"
`;
}
