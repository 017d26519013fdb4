import type { QuickInputState } from './quickInput.ts';
import type { TreeRow } from './tree.ts';

/**
 * Functions that run in the browser's page. Each is sent there as text, so it may use nothing but the document. The project's compiler
 * settings have no browser types, hence the declarations of the used members.
 */
interface Node {
  readonly innerText: string;
  readonly textContent: string;
  readonly className: string;
  readonly parentElement: Node | null;
  readonly value?: string;
  readonly checked?: boolean;
  readonly placeholder?: string;
  readonly offsetHeight: number;
  getAttribute(name: string): string | null;
  querySelector(selector: string): Node | null;
  querySelectorAll(selector: string): Iterable<Node>;
  getBoundingClientRect(): { readonly left: number; readonly top: number; readonly height: number };
  dispatchEvent(event: object): boolean;
}
declare const document: Node;
declare const window: {
  pressing?: { readonly timer: number; count: number };
  setInterval(run: () => void, ms: number): number;
  clearInterval(timer: number): void;
};
declare const MouseEvent: new (type: string, init: object) => object;
declare const navigator: {
  readonly clipboard: { readText(): Promise<string>; writeText(text: string): Promise<void> };
};

export function readQuickInput(): QuickInputState | undefined {
  const widget = document.querySelector('.quick-input-widget');
  if (!widget || widget.offsetHeight === 0) {
    return undefined;
  }
  const shown = (node: Node | null) =>
    node && node.offsetHeight > 0 ? node.innerText.replaceAll('\u00a0', ' ').trim() : '';
  const input = widget.querySelector('input.input');
  const heading = shown(widget.querySelector('.quick-input-title'));
  const step = /\s*\((\d+\/\d+)\)$/.exec(heading);
  return {
    title: step ? heading.slice(0, step.index) : heading,
    step: step?.[1] ?? '',
    value: input?.value ?? '',
    placeholder: input?.placeholder ?? '',
    message: shown(widget.querySelector('.quick-input-message')),
    rows: Array.from(widget.querySelectorAll('.quick-input-list .monaco-list-row'))
      .map((row) => ({
        index: Number(row.getAttribute('data-index')),
        label: shown(row.querySelector('.quick-input-list-row:first-child .label-name')),
        description: shown(row.querySelector('.label-description')),
        detail: shown(row.querySelector('.quick-input-list-label-meta')),
        active: /\bfocused\b/.test(row.className),
        ...(row.getAttribute('role') === 'checkbox' ? { checked: row.getAttribute('aria-checked') === 'true' } : {}),
      }))
      .sort((one, other) => one.index - other.index),
    buttons: Array.from(
      widget.querySelectorAll('.quick-input-titlebar .action-label, .quick-input-header .action-label'),
    ).map((button) => button.getAttribute('aria-label') ?? ''),
  };
}

/** The visible rows of the active terminal. */
export function readTerminal(): string {
  const rows = document.querySelectorAll('.terminal-wrapper.active .xterm-rows > div');
  return Array.from(rows)
    .map((row) => row.textContent.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n');
}

export interface NotificationState {
  readonly message: string;
  readonly severity: string;
  readonly buttons: readonly string[];
}

export function readNotifications(): NotificationState[] {
  return Array.from(document.querySelectorAll('.notifications-toasts .notification-list-item')).map((item) => ({
    message: item.querySelector('.notification-list-item-message')?.innerText.trim() ?? '',
    severity:
      /codicon-(error|warning|info)/.exec(item.querySelector('.notification-list-item-icon')?.className ?? '')?.[1] ??
      '',
    buttons: Array.from(item.querySelectorAll('.notification-list-item-buttons-container .monaco-button')).map(
      (button) => button.innerText.trim(),
    ),
  }));
}

export function readClipboard(): Promise<string> {
  return navigator.clipboard.readText();
}

export function writeClipboard(text: string): Promise<void> {
  return navigator.clipboard.writeText(text);
}

/**
 * The rows of a tree view in the side bar.
 * @param name the title of the view
 */
export function readTree(name: string): TreeRow[] {
  const pane = Array.from(document.querySelectorAll('.pane')).find((each) =>
    each.querySelector('.pane-header')?.getAttribute('aria-label')?.startsWith(name),
  );
  return Array.from(pane?.querySelectorAll('.tree-explorer-viewlet-tree-view .monaco-list-row') ?? [])
    .map((row) => {
      const shown = (selector: string) => row.querySelector(selector)?.innerText.replaceAll('\u00a0', ' ').trim() ?? '';
      const expanded = row.getAttribute('aria-expanded');
      const box = row.querySelector('.custom-view-tree-node-item-checkbox')?.getAttribute('aria-checked');
      return {
        index: Number(row.getAttribute('data-index')),
        level: Number(row.getAttribute('aria-level')),
        label: shown('.label-name'),
        description: shown('.label-description'),
        spoken: row.getAttribute('aria-label') ?? '',
        icon:
          /\bcodicon-([\w-]+)/.exec(row.querySelector('.custom-view-tree-node-item-icon')?.className ?? '')?.[1] ?? '',
        buttons: Array.from(row.querySelectorAll('.action-label')).map(
          (button) => button.getAttribute('aria-label') ?? '',
        ),
        ...(expanded === null ? {} : { expanded: expanded === 'true' }),
        ...(box === null || box === undefined ? {} : { checked: box === 'true' }),
      };
    })
    .sort((one, other) => one.index - other.index);
}

export interface DialogState {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export function readDialog(): DialogState | undefined {
  const box = document.querySelector('.monaco-dialog-box');
  if (!box) {
    return undefined;
  }
  const shown = (selector: string) => box.querySelector(selector)?.innerText.trim() ?? '';
  return {
    message: shown('.dialog-message-text'),
    detail: shown('.dialog-message-detail'),
    buttons: Array.from(box.querySelectorAll('.dialog-buttons .monaco-button')).map((button) =>
      button.innerText.trim(),
    ),
  };
}

/** A row of a list, by its content. */
export interface RowPlace {
  /** Selector of the rows. */
  readonly rows: string;
  /** Selector of the label in a row. */
  readonly name: string;
  readonly label: string;
  /** Its level in a tree. */
  readonly level?: number;
  /** Number of previous rows with this label and level. */
  readonly nth: number;
  /** Selector of the element to click in it. */
  readonly target: string;
  readonly button: 'left' | 'right';
}

/**
 * Clicks in a row that shows this right now; false if there is none. A real mouse aims first and presses later, and lists replace the row
 * under it in between: no user is that fast, but a test on a busy machine is.
 */
export function clickInRow({ rows, name, label, level, nth, target, button }: RowPlace): boolean {
  const row = Array.from(document.querySelectorAll(rows))
    .sort((one, other) => Number(one.getAttribute('data-index')) - Number(other.getAttribute('data-index')))
    .filter(
      (each) =>
        each.querySelector(name)?.innerText.replaceAll('\u00a0', ' ').trim() === label &&
        (level === undefined || Number(each.getAttribute('aria-level')) === level),
    )[nth];
  const place = row?.querySelector(target);
  if (!place) {
    return false;
  }
  const { left, top, height } = place.getBoundingClientRect();
  const init = {
    ...{ bubbles: true, cancelable: true, composed: true, view: window, detail: 1 },
    ...{ clientX: left + 4, clientY: top + height / 2, button: button === 'right' ? 2 : 0 },
  };
  for (const type of button === 'right' ? ['mousedown', 'mouseup', 'contextmenu'] : ['mousedown', 'mouseup', 'click']) {
    place.dispatchEvent(new MouseEvent(type, init));
  }
  return true;
}

/** The report in a frame; undefined if there is none. */
export function readReport(): { readonly text: string; readonly links: readonly string[] } | undefined {
  const main = document.querySelector('body > main');
  const links = [...(main?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href') ?? '');
  return main?.querySelector('h1') ? { text: main.innerText, links } : undefined;
}

/** Presses an element again and again, until `stopPressing`. */
export function pressAgainAndAgain({ target, ms }: { readonly target: string; readonly ms: number }): void {
  const timer = window.setInterval(() => {
    const element = document.querySelector(target);
    if (element && window.pressing) {
      element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, composed: true, view: window }));
      window.pressing.count++;
    }
  }, ms);
  window.pressing = { timer, count: 0 };
}

/** @returns how often the element was pressed */
export function stopPressing(): number {
  const { timer = 0, count = 0 } = window.pressing ?? {};
  window.clearInterval(timer);
  return count;
}
