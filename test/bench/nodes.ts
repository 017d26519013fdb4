import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kubeFacts } from '../../src/domain/configFiles/kubeFacts.ts';
import { createClusters } from '../../src/services/clusters/clusters.ts';
import { createRunner, type Runner } from '../../src/tools/process/runner.ts';
import { startCluster } from '../bed/cluster/cluster.ts';
import { writeKubeconfig } from '../bed/cluster/kubeconfig.ts';
import { nodeShape } from '../bed/cluster/nodeShape.ts';
import { median } from './median.ts';

interface Reading {
  readonly seconds: number;
  /** kubectl's output. */
  readonly bytes: number;
}

const count = 5000;

/** How often the extension and the bare request alternate. */
const rounds = 3;

/**
 * Reads the nodes of a real API server with 5,000 of them (40 images each, as on busy nodes): with `kubectl get nodes -o json`, and
 * alternating, like the extension and with the bare request (`kubectl get --raw`), ignoring the outputs of kubectl. Medians. Throws
 * `BedUnavailable` without a server.
 */
export async function measureNodes(): Promise<{
  readonly ours: Reading;
  readonly byHand: Reading;
  readonly bare: Reading;
  /** Bytes by which this process grew while it read. */
  readonly growth: number;
}> {
  const cluster = await startCluster();
  const folder = await mkdtemp(path.join(tmpdir(), 'multiarch-bench-'));
  const kubeconfig = path.join(folder, 'config');
  const kubectl = cluster.kubectls[0].path;
  const runner = createRunner();
  try {
    await writeKubeconfig(kubeconfig, [{ name: 'big', cluster }]);
    await cluster.createNodes(
      Array.from({ length: count }, (_, index) =>
        nodeShape({ name: `node-${index}`, arch: index % 4 === 0 ? 'arm64' : 'amd64' }),
      ),
    );
    const kubectlOnly = (...args: readonly string[]) =>
      measured((took) => {
        return new Promise((resolve, reject) => {
          const child = spawn(kubectl, [...args, `--kubeconfig=${kubeconfig}`], {
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          child.stdout.on('data', (chunk: Buffer) => {
            took(chunk);
          });
          child.on('error', reject).on('close', resolve);
        });
      });
    const byHand = await kubectlOnly('get', 'nodes', '--output=json');
    const before = process.memoryUsage.rss();
    let most = before;
    const readLikeUs = () =>
      measured(async (took) => {
        const clusters = createClusters({
          runner: watched(runner, (chunk) => {
            took(chunk);
            most = Math.max(most, process.memoryUsage.rss());
          }),
          env: { KUBECONFIG: kubeconfig },
          home: folder,
          kubectlPath: () => kubectl,
          kubeFacts: (text) => Promise.resolve(kubeFacts(text)),
          limit: 120_000,
        });
        const { state, groups } = await clusters.read('big');
        const nodes = groups.reduce((sum, group) => sum + group.nodes, 0);
        if (state !== 'read' || nodes !== count) {
          throw new Error(`read ${nodes} of ${count} nodes: ${state}`);
        }
      });
    const readings = { ours: [] as Reading[], bare: [] as Reading[] };
    for (let round = 0; round < rounds; round++) {
      readings.bare.push(await kubectlOnly('get', '--raw', '/api/v1/nodes?resourceVersion=0'));
      readings.ours.push(await readLikeUs());
    }
    return { ours: middle(readings.ours), byHand, bare: middle(readings.bare), growth: most - before };
  } finally {
    runner.dispose();
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function middle(readings: readonly Reading[]): Reading {
  return { seconds: median(readings.map(({ seconds }) => seconds)), bytes: median(readings.map(({ bytes }) => bytes)) };
}

async function measured(work: (took: (chunk: Uint8Array) => void) => Promise<unknown>): Promise<Reading> {
  let bytes = 0;
  const began = performance.now();
  await work((chunk) => {
    bytes += chunk.length;
  });
  return { seconds: (performance.now() - began) / 1000, bytes };
}

function watched(runner: Runner, took: (chunk: Uint8Array) => void): Pick<Runner, 'run' | 'stream'> {
  return {
    run: (command, options) => runner.run(command, options),
    stream: (command, options) =>
      runner.stream(command, {
        ...options,
        onStdout: (chunk) => {
          took(chunk);
          options.onStdout?.(chunk);
        },
      }),
  };
}
