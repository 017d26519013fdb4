import { join } from 'node:path';
import { machineArchitecture } from '../../engine/debian.ts';
import { unpackEngine, unpackNetworkPlugins, unpackTools } from '../../engine/packages.ts';
import { BedUnavailable } from '../../engine/unavailable.ts';
import { kubernetesPrograms } from '../programs.ts';

/** The programs of a real node and of the controllers that it needs. */
export interface NodePrograms {
  readonly controllerManager: string;
  readonly scheduler: string;
  readonly kubelet: string;
  /** The folder of `containerd`, `ctr` and `containerd-shim-runc-v2`. */
  readonly containerd: string;
  readonly runc: string;
  /** The folder of the CNI plugins. */
  readonly networkPlugins: string;
}

/**
 * Builds the Kubernetes programs once for all processes and sessions, and unpacks the others. Throws `BedUnavailable` if this machine
 * cannot do that.
 */
export async function nodePrograms(): Promise<NodePrograms> {
  if (machineArchitecture() !== 'amd64') {
    throw new BedUnavailable('the Kubernetes node of the test bed is for amd64, and this machine is arm64');
  }
  const [engine, tools, networkPlugins] = await Promise.all([
    unpackEngine('forky'),
    unpackTools(),
    unpackNetworkPlugins(),
  ]);
  const built = await kubernetesPrograms('kubernetes-node', ['kube-controller-manager', 'kube-scheduler', 'kubelet']);
  return {
    controllerManager: join(built, 'kube-controller-manager'),
    scheduler: join(built, 'kube-scheduler'),
    kubelet: join(built, 'kubelet'),
    containerd: join(engine, 'usr/bin'),
    runc: join(tools, 'usr/sbin/runc'),
    networkPlugins,
  };
}
