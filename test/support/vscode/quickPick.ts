import { setImmediate as immediate, setTimeout as timeout } from 'node:timers/promises';
import { EventEmitter } from './events.ts';
import { answer, does as personDoes, fault, see } from './session.ts';
import { QuickInputButtons, QuickPickItemKind, type ThemeIcon } from './values.ts';

export interface PickItem {
  readonly label: string;
  readonly kind?: number;
  readonly description?: string;
  readonly detail?: string;
  readonly iconPath?: ThemeIcon;
  readonly picked?: boolean;
  readonly alwaysShow?: boolean;
  readonly buttons?: readonly object[];
}

/** A user is slower than the messages to the window, which may use a zero timeout. */
async function turn(): Promise<void> {
  await timeout(0);
  await immediate();
}

/** The name of a row: its label without the icon. */
export function nameOf({ label }: PickItem): string {
  return label.replace(/^\$\([\w-]+\) /, '');
}

/** A row as a line of text. */
export function rowText(item: PickItem, { many = false, ticked = false, active = false } = {}): string {
  if (item.kind === QuickPickItemKind.Separator) {
    return `  ── ${item.label}`;
  }
  const { iconPath, label, description, detail } = item;
  const words = [label, description, detail].filter((text) => text !== undefined && text !== '').join(' | ');
  const icon = iconPath ? `(${iconPath.id}) ` : '';
  return `${active ? ' ›' : '  '}${many ? (ticked ? '[x] ' : '[ ] ') : ''}${icon}${words}`;
}

/** A pick that stays open while its rows change. The user waits until it is not busy, unless the next action is to leave it. */
export class QuickPick {
  title: string | undefined;
  placeholder: string | undefined;
  step: number | undefined;
  totalSteps: number | undefined;
  buttons: readonly object[] = [];
  value = '';
  enabled = true;
  canSelectMany = false;
  matchOnDescription = false;
  matchOnDetail = false;
  keepScrollPosition = false;
  ignoreFocusOut = false;
  activeItems: readonly PickItem[] = [];
  #busy = false;
  #items: readonly PickItem[] = [];
  #selected: readonly PickItem[] = [];
  #open = false;
  #drawn = '';
  #changed: () => void = () => undefined;

  readonly #accepted = new EventEmitter<void>();
  readonly #valued = new EventEmitter<string>();
  readonly #ticked = new EventEmitter<readonly PickItem[]>();
  readonly #pressed = new EventEmitter<{ readonly item: PickItem; readonly button: object }>();
  readonly #button = new EventEmitter<object>();
  readonly #hidden = new EventEmitter<void>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidChangeValue = this.#valued.event;
  readonly onDidChangeSelection = this.#ticked.event;
  readonly onDidTriggerItemButton = this.#pressed.event;
  readonly onDidTriggerButton = this.#button.event;
  readonly onDidHide = this.#hidden.event;

  get items(): readonly PickItem[] {
    return this.#items;
  }

  set items(items: readonly PickItem[]) {
    this.#items = items;
    this.activeItems = this.#visible().slice(0, 1);
  }

  get selectedItems(): readonly PickItem[] {
    return this.#selected;
  }

  /** VS Code reports a new selection as if all rows were deselected and selected again. */
  set selectedItems(items: readonly PickItem[]) {
    this.#selected = items;
    if (items.length > 0) {
      queueMicrotask(() => {
        this.#ticked.fire([]);
        this.#ticked.fire(this.#selected);
      });
    }
  }

  get busy(): boolean {
    return this.#busy;
  }

  set busy(busy: boolean) {
    this.#busy = busy;
    this.#changed();
  }

  show(): void {
    this.#open = true;
    void this.#meetPerson();
  }

  hide(): void {
    if (this.#open) {
      this.#open = false;
      this.#changed();
      this.#hidden.fire();
    }
  }

  dispose(): void {
    this.hide();
  }

  /** Lets the user answer until the pick is closed, or accepts no more answers. */
  async #meetPerson(): Promise<void> {
    try {
      while (this.#takesAnswers()) {
        await turn();
        await this.#whileBusy();
        // rows that were drawn meanwhile are in transit
        await turn();
        if (this.#takesAnswers()) {
          this.#draw();
          await this.#act();
          await turn();
        }
      }
    } catch {
      // a missing answer fails the test
      this.hide();
    }
  }

  #takesAnswers(): boolean {
    return this.#open && this.enabled;
  }

  /** Waits until loading ends, unless the user leaves before. */
  async #whileBusy(): Promise<void> {
    while (this.#busy && this.#takesAnswers()) {
      if (personDoes(({ act }) => act === 'leave')) {
        this.#draw();
        see('> Escape');
        this.hide();
        return;
      }
      await new Promise<void>((resolve) => (this.#changed = resolve));
      await turn();
    }
  }

  async #act(): Promise<void> {
    const does = answer(this.placeholder ?? '', 'choose', 'tick', 'type', 'enter', 'leave', 'back');
    switch (does.act) {
      case 'choose':
        see(`> ${does.row}`);
        this.activeItems = [this.#row(does.row)];
        this.#press();
        return;
      case 'tick':
        see(`> ${does.rows.join(', ')}`);
        this.#selected = does.rows.map((row) => this.#row(row));
        this.#ticked.fire(this.#selected);
        await turn();
        this.#press();
        return;
      case 'type':
        see(`> ${does.text}`);
        this.value = does.text;
        this.#valued.fire(does.text);
        await turn();
        this.activeItems = this.#visible().slice(0, 1);
        this.#draw();
        this.#press();
        return;
      case 'enter':
        see('> Enter');
        this.#press();
        return;
      case 'back':
        if (!this.buttons.includes(QuickInputButtons.Back)) {
          throw fault(`no way back from: ${this.placeholder ?? ''}`);
        }
        see('> Back');
        this.#button.fire(QuickInputButtons.Back);
        return;
      case 'leave':
        see('> Escape');
        this.hide();
    }
  }

  /** The window reports the row immediately before the press. */
  #press(): void {
    if (!this.canSelectMany) {
      this.#selected = this.activeItems.slice(0, 1);
      this.#ticked.fire(this.#selected);
    }
    this.#accepted.fire();
  }

  #row(name: string): PickItem {
    const found = this.#items.find((item) => item.kind !== QuickPickItemKind.Separator && nameOf(item) === name);
    if (!found) {
      throw fault(`no row ${name} in: ${this.placeholder ?? ''}`);
    }
    return found;
  }

  /** The rows that VS Code keeps for a typed text. */
  #visible(): readonly PickItem[] {
    const typed = this.value.toLowerCase();
    return this.#items.filter(
      (item) =>
        item.kind !== QuickPickItemKind.Separator &&
        (item.alwaysShow === true ||
          item.label.toLowerCase().includes(typed) ||
          (this.matchOnDescription && item.description?.toLowerCase().includes(typed) === true)),
    );
  }

  #draw(): void {
    const step = this.step === undefined || this.step === 0 ? '' : ` (${this.step}/${this.totalSteps ?? 0})`;
    const words = [this.title, this.placeholder].filter((text) => text !== undefined).join(' — ');
    const visible = this.#visible();
    const rows = this.#items
      .filter((item) => item.kind === QuickPickItemKind.Separator || visible.includes(item))
      .map((item) =>
        rowText(item, {
          many: this.canSelectMany,
          ticked: this.#selected.includes(item),
          active: this.activeItems[0] === item,
        }),
      );
    const drawn = [`pick${step}${this.#busy ? ' (busy)' : ''}: ${words}`, ...rows].join('\n');
    if (drawn !== this.#drawn) {
      this.#drawn = drawn;
      see(drawn);
    }
  }
}
