import { ProcessExecution, Task, TaskPanelKind, TaskRevealKind, TaskScope, tasks, workspace } from 'vscode';
import type { PlacedWorkload, Workloads } from '../../../services/clusters/workloads.ts';
import { workloadActionTexts, workloadName } from '../../texts/workloads.ts';

/** Shows what the pods of a workload wrote, in the terminal that tasks share. Rejects with the cluster's diagnosis. */
export function createLogs(workloads: Pick<Workloads, 'logs'>): (placed: PlacedWorkload) => Promise<void> {
  return async (placed) => {
    const { context, workload } = placed;
    const { file, args, env } = await workloads.logs(placed);
    const task = new Task(
      { type: 'multiarch.logs', context, namespace: workload.namespace, workload: workloadName(workload) },
      workspace.workspaceFolders?.[0] ?? TaskScope.Workspace,
      workloadActionTexts.task(workloadName(workload), context),
      'multiarch',
      new ProcessExecution(file, [...args], { env }),
      [],
    );
    task.presentationOptions = {
      reveal: TaskRevealKind.Always,
      panel: TaskPanelKind.Shared,
      clear: true,
      focus: false,
      showReuseMessage: false,
    };
    await tasks.executeTask(task);
  };
}
