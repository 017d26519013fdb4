import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../engine/ports.ts';
import { startCluster, tokens, type Cluster } from './cluster.ts';
import { writeKubeconfig } from './kubeconfig.ts';
import { nodeShape, type NodeShape, type NodeWish } from './nodeShape.ts';
import type { Kubectl } from './programs.ts';
import { startSilentServer } from './silentServer.ts';

/** Several clusters in one kubeconfig, and contexts that do not work. */
export interface Clusters {
  /** Contexts: those of `fleets`, and `forbidden`, `wrongtoken`, `down`, `hang`, `plugin`. */
  readonly kubeconfig: string;
  readonly kubectls: readonly [newest: Kubectl, older: Kubectl];
  readonly of: Readonly<Record<Fleet, Cluster>>;
  /** A line for each run of the plugin of the context `plugin`. */
  readonly pluginStarts: string;
  readonly stop: () => Promise<void>;
}

type Fleet = keyof typeof fleets;

/** The nodes of the working clusters. */
const fleets = {
  /** amd64 only: 12 in use, 2 cordoned, 1 not ready. */
  prod: [
    ...several(12, 'ip-10-0-1', eks('amd64')),
    ...several(2, 'ip-10-0-2', { ...eks('amd64'), unschedulable: true }),
    ...several(1, 'ip-10-0-3', { ...eks('amd64'), ready: 'unknown' }),
  ],
  mixed: [...several(2, 'amd', eks('amd64')), ...several(3, 'graviton', eks('arm64'))],
  gke: [
    ...several(3, 'gke-main', gke('amd64', 'default-pool')),
    ...several(2, 'gke-arm', {
      ...gke('arm64', 'arm-pool'),
      taints: [{ key: 'kubernetes.io/arch', value: 'arm64', effect: 'NoSchedule' }],
    }),
  ],
  edge: several(3, 'pi', { arch: 'arm64', labels: { 'node.kubernetes.io/instance-type': 'k3s' } }),
} satisfies Readonly<Record<string, readonly NodeShape[]>>;

/** Starts all of them. Throws `BedUnavailable` if this machine cannot run an API server. */
export async function startClusters(): Promise<Clusters> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    await Promise.all(ends.splice(0).map((end) => end()));
  };
  const start = async (fleet: Fleet): Promise<Cluster> => {
    const cluster = await startCluster();
    ends.push(cluster.stop);
    await cluster.createNodes(fleets[fleet]);
    return cluster;
  };
  try {
    // the first one installs what is missing
    const prod = await start('prod');
    const others = await Promise.allSettled([start('mixed'), start('gke'), start('edge')]);
    const [mixed, gke, edge] = others.map((one) => {
      if (one.status === 'rejected') {
        throw one.reason;
      }
      return one.value;
    }) as [Cluster, Cluster, Cluster];
    const silent = await startSilentServer();
    ends.push(silent.stop);
    const folder = await mkdtemp(join(tmpdir(), 'clusters-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const kubeconfig = join(folder, 'config');
    const pluginStarts = join(folder, 'plugin-starts');
    await writeKubeconfig(kubeconfig, [
      { name: 'prod', cluster: prod },
      { name: 'mixed', cluster: mixed, embed: true },
      { name: 'gke', cluster: gke },
      { name: 'edge', cluster: edge },
      { name: 'forbidden', cluster: prod, user: { token: tokens.reader } },
      { name: 'wrongtoken', cluster: prod, user: { token: 'wrong' } },
      { name: 'down', cluster: { server: `https://127.0.0.1:${await freePort('127.0.0.1')}` } },
      { name: 'hang', cluster: { server: silent.server } },
      {
        name: 'plugin',
        cluster: prod,
        user: { exec: { command: 'sh', args: ['-c', `echo start >> '${pluginStarts}'; exec sleep 600`] } },
      },
    ]);
    return { kubeconfig, kubectls: prod.kubectls, of: { prod, mixed, gke, edge }, pluginStarts, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function several(count: number, prefix: string, wish: Omit<NodeWish, 'name'>): readonly NodeShape[] {
  return Array.from({ length: count }, (_, index) => nodeShape({ ...wish, name: `${prefix}-${index + 1}` }));
}

function eks(arch: string): Omit<NodeWish, 'name'> {
  const type = arch === 'arm64' ? 'm7g.2xlarge' : 'm7i.2xlarge';
  return {
    arch,
    labels: {
      'eks.amazonaws.com/capacityType': 'ON_DEMAND',
      'eks.amazonaws.com/nodegroup': `workers-${arch}`,
      'eks.amazonaws.com/nodegroup-image': 'ami-0f1e2d3c4b5a69788',
      'node.kubernetes.io/instance-type': type,
    },
  };
}

function gke(arch: string, pool: string): Omit<NodeWish, 'name'> {
  return {
    arch,
    labels: {
      'cloud.google.com/gke-boot-disk': 'pd-balanced',
      'cloud.google.com/gke-container-runtime': 'containerd',
      'cloud.google.com/gke-nodepool': pool,
      'cloud.google.com/gke-os-distribution': 'cos',
      'cloud.google.com/machine-family': arch === 'arm64' ? 't2a' : 'e2',
      'node.kubernetes.io/instance-type': arch === 'arm64' ? 't2a-standard-4' : 'e2-standard-4',
    },
  };
}
