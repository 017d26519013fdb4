/**
 * What stands in for the module `vscode` where there is no VS Code: the few pure parts that sentences and rendering need.
 * Everything that VS Code really does is tested inside VS Code.
 */
type Args = (string | number | boolean)[] | Record<string, string | number | boolean>;

function translate(message: string, ...rest: Args[] | (string | number | boolean)[]): string {
  const first = rest[0];
  const values = typeof first === 'object' ? first : (rest as (string | number | boolean)[]);
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = (values as Record<string, string | number | boolean>)[key];
    return value === undefined ? whole : String(value);
  });
}

export const l10n = { t: translate };
export const ProgressLocation = { Notification: 15 };

/** What was shown, in the order of showing; a test that looks at it empties it first. */
export const shown: { readonly kind: string; readonly text: string }[] = [];

const show = (kind: string) => (text: string, options?: { readonly detail?: string }) => {
  shown.push({ kind, text });
  if (options?.detail !== undefined) {
    shown.push({ kind: 'detail', text: options.detail });
  }
  return Promise.resolve(undefined);
};

/** The providers of the tree views that were made. */
export const views = new Map<string, object>();

export const window = {
  createTreeView: (id: string, { treeDataProvider }: { readonly treeDataProvider: object }) => {
    views.set(id, treeDataProvider);
    const event = () => ({ dispose: () => undefined });
    return { onDidExpandElement: event, onDidCollapseElement: event, dispose: () => undefined };
  },
  showInformationMessage: show('information'),
  showWarningMessage: show('warning'),
  showErrorMessage: show('error'),
  setStatusBarMessage: show('status'),
  showInputBox: ({
    prompt,
    validateInput,
  }: {
    readonly prompt: string;
    readonly validateInput?: (text: string) => string | undefined;
  }): Promise<string | undefined> => {
    shown.push({ kind: 'prompt', text: prompt }, { kind: 'problem', text: validateInput?.('') ?? '' });
    return Promise.resolve(undefined);
  },
  withProgress: (
    { title }: { readonly title: string },
    work: (progress: object, token: object) => Promise<unknown>,
  ): Promise<unknown> => {
    shown.push({ kind: 'progress', text: title });
    return work(
      { report: ({ message }: { readonly message: string }) => shown.push({ kind: 'progress', text: message }) },
      { onCancellationRequested: () => ({ dispose: () => undefined }) },
    );
  },
};
export const workspace: {
  isTrusted: boolean;
  workspaceFolders: readonly object[];
  readonly getConfiguration: () => { get: () => undefined; inspect: () => undefined };
} = {
  isTrusted: true,
  getConfiguration: () => ({ get: () => undefined, inspect: () => undefined }),
  workspaceFolders: [{ name: 'here' }],
};
export const env = { language: 'en' };

const registered = new Map<string, (...called: readonly unknown[]) => unknown>();
export const commands = {
  registerCommand(id: string, run: (...called: readonly unknown[]) => unknown) {
    registered.set(id, run);
    return { dispose: () => registered.delete(id) };
  },
  executeCommand: (id: string, ...called: readonly unknown[]): Promise<unknown> =>
    Promise.resolve(registered.get(id)?.(...called)),
};

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly event = (listener: (event: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(event: T): void {
    this.#listeners.forEach((listener) => {
      listener(event);
    });
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class TreeItem {
  id?: string;
  readonly label: string;
  constructor(label: string) {
    this.label = label;
  }
}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export const QuickPickItemKind = { Separator: -1, Default: 0 };

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export class ThemeColor extends ThemeIcon {}

export class MarkdownString {
  readonly value: string;
  readonly supportThemeIcons: boolean;
  constructor(value: string, supportThemeIcons = false) {
    this.value = value;
    this.supportThemeIcons = supportThemeIcons;
  }
}

export class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}

export class CustomExecution {
  readonly open: unknown;
  constructor(open: unknown) {
    this.open = open;
  }
}
export class Task {
  readonly definition: object;
  readonly name: string;
  readonly execution: unknown;
  detail = '';
  constructor(definition: object, _scope: unknown, name: string, _source?: string, execution?: unknown) {
    this.definition = definition;
    this.name = name;
    this.execution = execution;
  }
}
export const TaskRevealKind = { Always: 1 };
export const TaskPanelKind = { Shared: 1 };
export const TaskGroup = { Build: 'build' };
export const tasks = {
  executeTask: (task: object): Promise<object> => Promise.resolve({ task }),
  onDidEndTask: () => ({ dispose: () => undefined }),
};
