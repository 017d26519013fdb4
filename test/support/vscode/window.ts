import { editors } from './documents.ts';
import { EventEmitter } from './events.ts';
import { loud } from './loud.ts';
import { messages } from './messages.ts';
import { picks } from './picks.ts';
import { onReset, see } from './session.ts';
import { createTreeView } from './trees.ts';
import { createWebviewPanel } from './webviews.ts';
import type { MarkdownString, ThemeColor } from './values.ts';
import { Uri } from './uri.ts';

interface TextEditor {
  readonly document: { readonly uri: Uri };
}
const active: { activeTextEditor: TextEditor | undefined } = { activeTextEditor: undefined };

interface StatusItem {
  name: string | undefined;
  command: string | undefined;
  text: string;
  tooltip: MarkdownString | undefined;
  accessibilityInformation: object | undefined;
  backgroundColor: ThemeColor | undefined;
  isShown: boolean;
}

const statusItems = new Map<string, StatusItem>();
onReset(() => {
  active.activeTextEditor = undefined;
  statusItems.clear();
  tabsChanged.dispose();
  group.tabs = [];
});

/** A status bar item as text; undefined while it is hidden. */
export function statusItem(id: string): string | undefined {
  const item = statusItems.get(id);
  return item?.isShown === true
    ? `${item.text}${item.backgroundColor ? ` (${item.backgroundColor.id})` : ''}`
    : undefined;
}

/** The command of a click on a status bar item. */
export function statusCommand(id: string): string | undefined {
  return statusItems.get(id)?.command;
}

/** Opens an active editor with this file. */
export function activate(file: string): void {
  active.activeTextEditor = { document: { uri: Uri.file(file) } };
}

function createStatusBarItem(id: string) {
  const item: StatusItem = {
    name: undefined,
    command: undefined,
    text: '',
    tooltip: undefined,
    accessibilityInformation: undefined,
    backgroundColor: undefined,
    isShown: false,
  };
  statusItems.set(id, item);
  return loud(
    'StatusBarItem',
    Object.assign(item, {
      show: () => {
        item.isShown = true;
      },
      hide: () => {
        item.isShown = false;
      },
      dispose: () => statusItems.delete(id),
    }),
  );
}

function createTerminal({ name, cwd }: { readonly name: string; readonly cwd: Uri }) {
  see(`terminal: ${name} in ${cwd.fsPath}`);
  return loud('Terminal', {
    show: () => undefined,
    sendText: (text: string, execute = true) => {
      see(`  ${execute ? 'ran' : 'typed, not run'}: ${text}`);
    },
  });
}

function createOutputChannel(name: string) {
  const line = (level: string) => (text: string) => {
    see(`log ${level}: ${text}`);
  };
  return loud('LogOutputChannel', {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    show: () => {
      see(`output: ${name}`);
    },
    dispose: () => undefined,
  });
}

/** Tabs of diff editors, which are not drawn: tests open them. */
const tabsChanged = new EventEmitter<void>();
const group: { tabs: readonly { readonly label: string }[] } = { tabs: [] };
const tabGroups = {
  all: [group],
  close: (closed: readonly { readonly label: string }[]) => {
    openTabs(...group.tabs.filter((tab) => !closed.includes(tab)).map(({ label }) => label));
    return Promise.resolve(true);
  },
  onDidChangeTabs: tabsChanged.event,
};

/** Opens the tabs with these titles, and closes the others. */
export function openTabs(...titles: readonly string[]): void {
  group.tabs = titles.map((label) => ({ label }));
  tabsChanged.fire();
}

export const window = loud(
  'window',
  Object.assign(active, {
    tabGroups,
    ...messages,
    ...picks,
    ...editors,
    createTreeView,
    createWebviewPanel,
    createStatusBarItem,
    createTerminal,
    createOutputChannel,
  }),
);
