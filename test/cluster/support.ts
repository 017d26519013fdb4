import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ClusterPlatforms } from '../../src/domain/cluster/cluster.ts';
import { kubeFacts } from '../../src/domain/configFiles/kubeFacts.ts';
import { createClusters } from '../../src/services/clusters/clusters.ts';
import { createRunner } from '../../src/tools/process/runner.ts';
import type { Ends } from '../engine/ends.ts';

/** The service of a user with this kubeconfig, and its commands. */
export function clustersOf(kubeconfig: string, kubectl: string, limit = 20_000) {
  const commands: string[][] = [];
  let running = 0;
  const runner = createRunner({
    started: ({ file, args }) => {
      running++;
      commands.push([file, ...args]);
    },
    ended: () => {
      running--;
    },
  });
  const clusters = createClusters({
    runner,
    env: { KUBECONFIG: kubeconfig },
    home: path.join(tmpdir(), 'nobody'),
    kubectlPath: () => kubectl,
    kubeFacts: (text) => Promise.resolve(kubeFacts(text)),
    limit,
  });
  return { ...clusters, commands, running: () => running };
}

/** A temporary folder. */
export async function temporaryFolder(ends: Ends): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kube-'));
  ends.add(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The platforms of a cluster in a few words: `linux/amd64 12 of 15`. */
export function summary({ groups }: ClusterPlatforms): readonly string[] {
  return groups.map(({ platform, nodes, eligible }) => `${platform} ${eligible} of ${nodes}`).sort();
}

/** The result of a query: its state, and its failure. */
export function verdict({ state, problem }: ClusterPlatforms): string {
  return [state, problem?.code, problem?.params.reason].filter((word) => word !== undefined).join(' ');
}

/** Why nodes are not eligible: `2 cordoned`. */
export function reasons({ groups }: ClusterPlatforms): string[] {
  return groups.flatMap(({ ineligible }) =>
    ineligible.map(({ reason, nodes, taint }) => [nodes, reason, taint].filter((word) => word !== undefined).join(' ')),
  );
}
