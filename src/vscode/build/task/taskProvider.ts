import {
  type CancellationToken,
  type Task,
  type TaskProvider,
  TaskScope,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { withoutVariables, taskType } from '../../shared/tasks.ts';
import { taskName, type TaskRunner } from './taskRunner.ts';

/** The tasks that VS Code offers: one for each source in the workspace. */
export function createTaskProvider(
  runner: TaskRunner,
  requests: (folder: WorkspaceFolder, token: CancellationToken) => Promise<readonly BuildRequest[]>,
): TaskProvider {
  return {
    async provideTasks(token) {
      const folders = workspace.workspaceFolders ?? [];
      const found = await Promise.all(
        folders.map(async (folder) =>
          (await requests(folder, token)).map((request) =>
            runner.task(withoutVariables({ type: taskType, ...request }), folder, taskName(request)),
          ),
        ),
      );
      return found.flat();
    },
    resolveTask(task: Task) {
      const folder = typeof task.scope === 'object' ? task.scope : onlyFolder(task.scope);
      return folder && runner.task(task.definition, folder, task.name);
    },
  };
}

function onlyFolder(scope: Task['scope']): WorkspaceFolder | undefined {
  const folders = workspace.workspaceFolders ?? [];
  return scope === TaskScope.Workspace || folders.length === 1 ? folders[0] : undefined;
}
