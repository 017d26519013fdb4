import { join } from 'node:path';
import { startDaemon, type Daemon } from '../../engine/processes.ts';
import type { Cluster } from '../cluster.ts';
import type { NodePrograms } from './programs.ts';

/** Starts the controller manager and the scheduler of a cluster, which need no namespaces of their own. */
export async function startControllers(
  folder: string,
  programs: Pick<NodePrograms, 'controllerManager' | 'scheduler'>,
  { accountsKey, caFile }: Pick<Cluster, 'accountsKey' | 'caFile'>,
  kubeconfigs: { readonly controllerManager: string; readonly scheduler: string },
): Promise<readonly Daemon[]> {
  // no port, and no election among several
  const alone = ['--secure-port', '0', '--leader-elect=false'];
  return Promise.all([
    startDaemon(
      programs.controllerManager,
      [
        ...alone,
        ...['--kubeconfig', kubeconfigs.controllerManager, '--use-service-account-credentials'],
        ...['--service-account-private-key-file', accountsKey, '--root-ca-file', caFile],
        ...['--node-monitor-grace-period', '1h'],
      ],
      join(folder, 'controller-manager.log'),
    ),
    startDaemon(programs.scheduler, [...alone, '--kubeconfig', kubeconfigs.scheduler], join(folder, 'scheduler.log')),
  ]);
}
