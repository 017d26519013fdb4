import { QuickPickItemKind, ThemeIcon, type Disposable } from 'vscode';
import { safeText } from '../../../domain/safeText.ts';
import { l10n } from '../l10n.ts';
import { noIcons, withIcon } from '../text/icons.ts';
import { PickRows } from './pickRows.ts';
import type { LivePick, PickItem } from './picks.ts';
import { Left, type Given, type Pick, type Row } from './ui.ts';

/** One pick, from its first rows to its answer. */
export class PickSession<R> implements Disposable {
  readonly #quickPick: LivePick<Row>;
  readonly #pick: Pick<R>;
  readonly #rows: PickRows<Row>;
  readonly #disposables: Disposable[] = [];
  #ticked: readonly string[];
  #tickedWhenTyping: readonly string[];
  /** The number of pending events: VS Code reports new items with check marks as if they were all removed and set again. */
  #echoes = 0;
  #drawn = '';
  /** The row that should be active initially, until it has appeared. */
  #wanted: string | undefined;
  #over = false;

  constructor(quickPick: LivePick<Row>, pick: Pick<R>) {
    this.#quickPick = quickPick;
    this.#pick = pick;
    this.#rows = new PickRows(quickPick);
    this.#ticked = pick.ticked ?? [];
    this.#tickedWhenTyping = this.#ticked;
    quickPick.placeholder = safeText(pick.placeholder);
    quickPick.canSelectMany = pick.many === true;
    quickPick.matchOnDescription = true;
    quickPick.keepScrollPosition = true;
    // names are being searched in files and registries meanwhile
    quickPick.ignoreFocusOut = true;
  }

  answer(): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const quickPick = this.#quickPick;
      this.#disposables.push(
        quickPick.onDidAccept(() => {
          const given = this.#given();
          if (given === 'lost') {
            return;
          }
          const reaction = this.#pick.accept(given);
          if ('answer' in reaction) {
            resolve(reaction.answer);
            return;
          }
          this.#ticked = reaction.ticked ?? this.#ticked;
          // writing the text back would undo the user's input
          if (reaction.typed !== undefined) {
            quickPick.value = reaction.typed;
          }
          this.#draw(reaction.ticked !== undefined);
        }),
        quickPick.onDidChangeValue(() => {
          this.#tickedWhenTyping = this.#ticked;
          this.#draw();
        }),
        quickPick.onDidChangeSelection((items) => {
          if (this.#pick.many) {
            this.#tick(items);
          }
        }),
        quickPick.onDidTriggerItemButton(({ item }) => {
          quickPick.value = this.#rows.pressOn(item).item?.row.editable ?? quickPick.value;
          this.#draw();
        }),
        quickPick.onDidTriggerButton(() => {
          reject(new Left('back'));
        }),
        quickPick.onDidHide(() => {
          reject(new Left('cancel'));
        }),
      );
      this.#wanted = this.#pick.active;
      this.#draw();
      if (this.#pick.load) {
        quickPick.busy = true;
        this.#pick
          .load(() => {
            this.#draw();
          })
          .then(() => {
            if (!this.#over) {
              const only = this.#pick.only?.();
              if (only !== undefined) {
                resolve(only);
                return;
              }
              this.#draw();
              quickPick.busy = false;
            }
          }, reject);
      }
    });
  }

  dispose(): void {
    this.#over = true;
    this.#disposables.forEach((disposable) => {
      disposable.dispose();
    });
  }

  /** `lost`: the pressed row is no longer known; the pick waits for another press. */
  #given(): Given | 'lost' {
    const value = this.#quickPick.value.trim();
    const row = this.#pick.many ? this.#active() : this.#pressed(value);
    return row === 'lost'
      ? row
      : {
          typed: value,
          row,
          ticked: this.#ticked,
          tickedSinceTyping: !sameIds(this.#ticked, this.#tickedWhenTyping),
        };
  }

  #pressed(value: string): Row | 'lost' | undefined {
    const { item, crossed } = this.#rows.pressed();
    if (crossed && value === '') {
      return item?.row ?? 'lost';
    }
    // if the user typed and did not wait, the typed text takes precedence
    return crossed ? this.#quickPick.items[0]?.row : (item?.row ?? this.#active());
  }

  #active(): Row | undefined {
    const { activeItems, items } = this.#quickPick;
    const active = activeItems[0] ?? items[0];
    // an active item from before the last redraw: the user sees the first of the current rows
    return active && items.includes(active) ? active.row : items[0]?.row;
  }

  #tick(items: readonly PickItem<Row>[]): void {
    const ids = items.filter(({ row }) => !row.message).map(({ row }) => row.id);
    if (this.#echoes > 0 && items.length === 0) {
      return;
    }
    if (sameIds(ids, this.#ticked)) {
      this.#echoes = Math.max(0, this.#echoes - 1);
    } else {
      this.#ticked = ids;
      this.#pick.onTicked?.(ids);
    }
    // a selected message is deselected again
    this.#draw(ids.length < items.length);
  }

  #draw(force = false): void {
    if (this.#over) {
      return;
    }
    const rows = this.#pick.rows(this.#quickPick.value.trim(), this.#ticked);
    const drawn = JSON.stringify(rows);
    if (drawn === this.#drawn && !force) {
      return;
    }
    this.#drawn = drawn;
    const active = this.#quickPick.activeItems[0]?.row.id;
    const items = rows.map((row) => itemOf(row, this.#ticked.includes(row.id)));
    this.#rows.draw(items);
    if (this.#pick.many) {
      this.#quickPick.selectedItems = items.filter(({ picked }) => picked);
      this.#echoes += this.#ticked.length > 0 ? 1 : 0;
    }
    if (this.#quickPick.value === '') {
      this.#activate(this.#wanted !== undefined && rows.some(({ id }) => id === this.#wanted) ? this.#wanted : active);
    }
    this.#wanted = rows.some(({ id }) => id === this.#wanted) ? undefined : this.#wanted;
  }

  #activate(id: string | undefined): void {
    const item = this.#quickPick.items.find(({ row }) => row.id === id);
    if (item) {
      this.#quickPick.activeItems = [item];
    }
  }
}

function sameIds(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

function itemOf(row: Row, picked: boolean): PickItem<Row> {
  return {
    row,
    label: withIcon(row.icon, safeText(row.label)),
    picked,
    ...(row.heading && { kind: QuickPickItemKind.Separator }),
    ...(row.description !== undefined && { description: noIcons(safeText(row.description)) }),
    ...(row.detail !== undefined && { detail: noIcons(safeText(row.detail)) }),
    ...(row.alwaysShow && { alwaysShow: true }),
    ...(row.editable !== undefined && {
      buttons: [{ iconPath: new ThemeIcon('edit'), tooltip: l10n.t('Edit') }],
    }),
  };
}
