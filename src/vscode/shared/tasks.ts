import {
  CustomExecution,
  Task,
  TaskPanelKind,
  TaskRevealKind,
  type Pseudoterminal,
  type TaskDefinition,
  type TaskScope,
  type WorkspaceFolder,
} from 'vscode';
import type { SafeText } from '../../domain/safeText.ts';
import { noIcons } from './text/icons.ts';
import { noLinks } from './text/links.ts';

/** The type of our tasks in `tasks.json`. */
export const taskType = 'multiarch';

/** What a task shows, and its identity for VS Code. */
interface TaskParts {
  /** A task created here has its variables escaped (`withoutVariables`); one that VS Code requests must keep the same definition object. */
  readonly definition: TaskDefinition;
  readonly scope: WorkspaceFolder | TaskScope.Workspace;
  readonly name: SafeText;
  readonly source: string;
  readonly detail?: SafeText;
}

/**
 * A task with our own terminal. Tasks never run a program directly: VS Code would resolve variables in its arguments, and the terminal
 * would obey its output.
 *
 * @param open receives the definition with its variables resolved
 */
export function terminalTask(
  { definition, scope, name, source, detail }: TaskParts,
  open: (resolved: TaskDefinition) => Promise<Pseudoterminal>,
  matchers: readonly string[],
): Task {
  // its name is shown in picks and terminals, which render icons, and in notifications, which render links
  const task = new Task(definition, scope, noLinks(noIcons(name)), source, new CustomExecution(open), [...matchers]);
  if (detail !== undefined) {
    task.detail = noIcons(detail);
  }
  task.presentationOptions = {
    reveal: TaskRevealKind.Always,
    panel: TaskPanelKind.Shared,
    clear: true,
    focus: false,
    showReuseMessage: false,
  };
  return task;
}

const variable = '${';
/** The same with a zero-width character inside, which starts no variable of VS Code. */
const escaped = '$\u2060{';

/**
 * The same definition without anything that VS Code resolves. VS Code replaces `${command:id}` in every text of a definition with the
 * command's result, so a folder or bake target with such a name would run it.
 */
export function withoutVariables<T>(value: T): T {
  return replaceDeep(value, variable, escaped) as T;
}

/** The original of an escaped definition. */
export function withVariables<T>(value: T): T {
  return replaceDeep(value, escaped, variable) as T;
}

function replaceDeep(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(from, to);
  }
  if (Array.isArray(value)) {
    return value.map((each) => replaceDeep(each, from, to));
  }
  return typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, replaceDeep(each, from, to)]))
    : value;
}
