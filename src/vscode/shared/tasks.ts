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

/** What a task shows, and what VS Code knows it by. */
interface TaskParts {
  /** A task that was made here has its variables escaped (`withoutVariables`); one that VS Code asks for has to be the same object. */
  readonly definition: TaskDefinition;
  readonly scope: WorkspaceFolder | TaskScope.Workspace;
  readonly name: SafeText;
  readonly source: string;
  readonly detail?: SafeText;
}

/**
 * A task whose terminal is ours. There is none that runs a program by itself: VS Code would replace variables in its arguments, and the
 * terminal would obey what it prints.
 *
 * @param open gets the definition with its variables filled in
 */
export function terminalTask(
  { definition, scope, name, source, detail }: TaskParts,
  open: (resolved: TaskDefinition) => Promise<Pseudoterminal>,
  matchers: readonly string[],
): Task {
  // its name comes to picks and terminals, which have icons, and to notifications, which have links
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
/** The same with a character without width in between, which no variable of VS Code begins with. */
const escaped = '$\u2060{';

/**
 * The same definition, with nothing in it that VS Code replaces. It replaces `${command:id}` in every text of a definition with what that
 * command returns, so a folder or a bake target of such a name would run it.
 */
export function withoutVariables<T>(value: T): T {
  return replaceDeep(value, variable, escaped) as T;
}

/** What was meant by a definition that was escaped. */
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
