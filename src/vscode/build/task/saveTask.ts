import { applyEdits, modify, parse, type ModificationOptions } from 'jsonc-parser';
import { Range, Uri, window, workspace, WorkspaceEdit, type WorkspaceFolder } from 'vscode';
import type { BuildRequest } from '../../../domain/build/request.ts';
import { withoutSecrets, writable } from '../../../domain/build/requestSecrets.ts';
import { withoutVariables, taskType } from '../../shared/tasks.ts';
import { taskName } from './taskRunner.ts';

/** Adds a request to the folder's tasks.json, preserving comments and layout, and shows the file. */
export async function saveTask(request: BuildRequest, folder: WorkspaceFolder): Promise<boolean> {
  const file = Uri.joinPath(folder.uri, '.vscode', 'tasks.json');
  const create = new WorkspaceEdit();
  create.createFile(file, { ignoreIfExists: true });
  await workspace.applyEdit(create);
  const document = await workspace.openTextDocument(file);
  const edit = new WorkspaceEdit();
  const whole = new Range(document.positionAt(0), document.positionAt(document.getText().length));
  edit.replace(file, whole, withTask(document.getText(), request));
  const done = (await workspace.applyEdit(edit)) && (await document.save());
  await window.showTextDocument(document);
  return done;
}

/** The text of tasks.json with an additional task. An empty text gets the outer structure. */
export function withTask(text: string, request: BuildRequest): string {
  const former: unknown = parse(text.trim() === '' ? '{}' : text);
  const tasks = isRecord(former) && Array.isArray(former.tasks) ? (former.tasks as readonly unknown[]) : [];
  const task = {
    type: taskType,
    label: freeLabel(withoutVariables(taskName(writable(request))), tasks),
    ...storable(request),
    problemMatcher: ['$multiarch'],
    group: 'build',
  };
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2, insertFinalNewline: true } };
  const framed = text.trim() === '' ? applyEdits('{}', modify('{}', ['version'], '2.0.0', options)) : text;
  const listed = tasks.length > 0 ? framed : applyEdits(framed, modify(framed, ['tasks'], [], options));
  const added = applyEdits(listed, modify(listed, ['tasks', -1], task, { ...options, isArrayInsertion: true }));
  return withInputs(added, withoutSecrets(request).leftOut.buildArgs, options);
}

/** A workspace file must not contain secrets: VS Code asks for them when the task runs. */
function storable(request: BuildRequest): BuildRequest {
  const { leftOut } = withoutSecrets(request);
  const kept = withoutVariables(writable(request));
  const asked = leftOut.buildArgs.map((name) => [name, `\${input:${name}}`]);
  return asked.length === 0
    ? kept
    : { ...kept, buildArgs: { ...kept.buildArgs, ...(Object.fromEntries(asked) as Record<string, string>) } };
}

function withInputs(text: string, names: readonly string[], options: ModificationOptions): string {
  const former: unknown = parse(text);
  const inputs = isRecord(former) && Array.isArray(former.inputs) ? (former.inputs as readonly unknown[]) : [];
  const missing = names.filter((name) => !inputs.some((input) => isRecord(input) && input.id === name));
  return missing.length === 0
    ? text
    : applyEdits(
        text,
        modify(
          text,
          ['inputs'],
          [...inputs, ...missing.map((id) => ({ id, type: 'promptString', description: id, password: true }))],
          options,
        ),
      );
}

/** VS Code treats tasks with the same label as one. */
function freeLabel(wanted: string, tasks: readonly unknown[]): string {
  const taken = new Set(tasks.map((task) => (isRecord(task) ? task.label : undefined)));
  for (let n = 1; ; n += 1) {
    const label = n === 1 ? wanted : `${wanted} (${n})`;
    if (!taken.has(label)) {
      return label;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
