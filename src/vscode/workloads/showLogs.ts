import { TaskScope, tasks, workspace } from 'vscode';
import type { PlacedWorkload } from '../../domain/workload/workload.ts';
import type { Workloads } from '../../services/clusters/workloads.ts';
import type { Runner } from '../../tools/process/runner.ts';
import { terminalTask, withoutVariables } from '../shared/tasks.ts';
import { workloadActionTexts, workloadName } from './texts.ts';
import { createLogsPty } from './logsPty.ts';

/** Shows the logs of a workload's pods in the shared task terminal. Rejects with the cluster's diagnosis. */
export function createLogs(
  workloads: Pick<Workloads, 'logs'>,
  { stream }: Pick<Runner, 'stream'>,
): (placed: PlacedWorkload) => Promise<void> {
  return async (placed) => {
    const { context, workload } = placed;
    const command = await workloads.logs(placed);
    const name = workloadName(workload);
    const task = terminalTask(
      {
        definition: withoutVariables({
          type: 'multiarch.logs',
          context,
          namespace: workload.namespace,
          workload: name,
        }),
        scope: workspace.workspaceFolders?.[0] ?? TaskScope.Workspace,
        name: workloadActionTexts.task(name, context),
        source: 'multiarch',
      },
      () => Promise.resolve(createLogsPty(command, stream)),
      [],
    );
    await tasks.executeTask(task);
  };
}
