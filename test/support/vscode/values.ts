/** The classes and enums of VS Code that only carry data. */
export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
  /** As VS Code shows it, from 1. */
  toString(): string {
    return `${this.line + 1}:${this.character + 1}`;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position | number, end: Position | number, endLine?: number, endCharacter?: number) {
    this.start = typeof start === 'number' ? new Position(start, Number(end)) : start;
    this.end = typeof end === 'number' ? new Position(endLine ?? 0, endCharacter ?? 0) : end;
  }
}

export class TreeItem {
  id?: string;
  label: string;
  description?: string;
  iconPath?: ThemeIcon;
  tooltip?: MarkdownString;
  contextValue?: string;
  checkboxState?: number | { readonly state: number };
  collapsibleState: number;
  constructor(label: string, collapsibleState = 0) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;
  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class MarkdownString {
  readonly value: string;
  readonly supportThemeIcons: boolean;
  isTrusted?: boolean | { readonly enabledCommands: readonly string[] };
  constructor(value: string, supportThemeIcons = false) {
    this.value = value;
    this.supportThemeIcons = supportThemeIcons;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: unknown;
  constructor(range: Range, command: unknown) {
    this.range = range;
    this.command = command;
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
  readonly scope: unknown;
  readonly name: string;
  readonly source: string | undefined;
  readonly execution: unknown;
  readonly problemMatchers: readonly string[];
  detail = '';
  group?: unknown;
  presentationOptions?: object;
  constructor(
    definition: object,
    scope: unknown,
    name: string,
    source?: string,
    execution?: unknown,
    problemMatchers: readonly string[] = [],
  ) {
    this.definition = definition;
    this.scope = scope;
    this.name = name;
    this.source = source;
    this.execution = execution;
    this.problemMatchers = problemMatchers;
  }
}

export const QuickInputButtons = { Back: { iconPath: new ThemeIcon('arrow-left') } };

export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { Notification: 15 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const TaskGroup = { Build: 'build' };
export const TaskPanelKind = { Shared: 1 };
export const TaskRevealKind = { Always: 1 };
export const TaskScope = { Global: 1, Workspace: 2 };
export const TreeItemCheckboxState = { Unchecked: 0, Checked: 1 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export const ViewColumn = { Active: -1 };

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 } as const;
