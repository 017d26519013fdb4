import type { Pseudoterminal, TaskDefinition } from 'vscode';
import { EventEmitter } from './events.ts';
import { fault, onReset, see } from './session.ts';
import { CustomExecution, type Task } from './values.ts';

const ended = new EventEmitter<{ readonly execution: object }>();
const started: Task[] = [];
onReset(() => {
  started.length = 0;
  ended.dispose();
});

/** The started tasks, in order. */
export const startedTasks: readonly Task[] = started;

/** The terminal of a task as VS Code opens it: with the variables of its definition resolved. */
export async function terminalOf({ execution, definition }: Task, resolved = definition): Promise<Pseudoterminal> {
  if (!(execution instanceof CustomExecution)) {
    throw fault('a task runs something by itself');
  }
  return (execution.open as (resolved: TaskDefinition) => Promise<Pseudoterminal>)(resolved as TaskDefinition);
}

/** Opens the terminal of a task and returns its output until it closes. */
export async function outputOf(task: Task): Promise<string> {
  const terminal = await terminalOf(task);
  let text = '';
  terminal.onDidWrite((written) => (text += written));
  const closed = new Promise<void>((resolve) => {
    terminal.onDidClose?.(() => {
      resolve();
    });
  });
  terminal.open(undefined);
  await closed;
  return text.replaceAll('\r\n', '\n');
}

/** The user or VS Code ends a task. */
export function endTask(task: Task): void {
  ended.fire({ execution: { task } });
}

export const tasks = {
  executeTask: (task: Task): Promise<object> => {
    started.push(task);
    see(`task: ${task.name}`);
    return Promise.resolve({ task });
  },
  onDidEndTask: ended.event,
  registerTaskProvider: () => ({ dispose: () => undefined }),
};
