import type { ClusterWorkloads, Pod, Workload } from '../../src/domain/workload/workload.ts';

const repository = 'r.io/app';

/** A Deployment `web` in the namespace `shop` that uses `r.io/app:1`. */
export function workload(more: Partial<Workload> = {}): Workload {
  return {
    kind: 'Deployment',
    name: 'web',
    namespace: 'shop',
    containers: [{ name: 'app', image: `${repository}:1`, pullPolicy: 'Always' }],
    selector: 'app=web',
    ...more,
  };
}

/** One of its pods, running the image with this digest. */
export function podOf(name: string, digest: string): Pod {
  return {
    name: `web-h-${name}`,
    namespace: 'shop',
    owner: { kind: 'ReplicaSet', name: 'web-h' },
    templateHash: 'h',
    containers: [
      {
        name: 'app',
        image: `${repository}:1`,
        imageId: `${repository}@${digest}`,
        ready: true,
        restarts: 0,
        ended: false,
      },
    ],
    leaving: false,
  };
}

/** The workloads of a cluster. */
export function runs(workloads: readonly Workload[], pods: readonly Pod[] = []): ClusterWorkloads {
  return { workloads, pods };
}
