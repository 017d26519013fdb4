import { commands } from 'vscode';
import type { LivePick, PickItem } from './picks.ts';

/** The row that was pressed. */
export interface Press<R> {
  /** Undefined if no row was active, or the window's row is unknown. */
  readonly item: PickItem<R> | undefined;
  /** The window still has other rows than were set last. */
  readonly crossed: boolean;
}

/**
 * Draws the rows of a single-select pick, and determines which one was pressed. VS Code identifies a pressed row by its index, and looks
 * that index up in the items that were set last (`_handlesToItems` in extHostQuickOpen.ts). If a press and new rows cross, the wrong row
 * would be found. So the index is looked up in the rows that the window is known to have.
 */
export class PickRows<R> {
  readonly #pick: LivePick<R>;
  #set: readonly PickItem<R>[] = [];
  #inWindow: readonly PickItem<R>[] = [];
  #pressed: Press<R> | undefined;

  constructor(pick: LivePick<R>) {
    this.#pick = pick;
    // the window reports the selection immediately before the press
    pick.onDidChangeSelection(([item]) => {
      this.#pressed = this.pressOn(item);
    });
  }

  /** Replaces the rows. */
  draw(items: readonly PickItem<R>[]): void {
    const first = this.#set.length === 0 && this.#inWindow.length === 0;
    this.#pick.items = items;
    this.#set = items;
    if (first) {
      this.#inWindow = items;
      return;
    }
    // VS Code also sends new items after a zero timeout, and its messages keep their order: when this one returns, the window has the items
    setTimeout(() => {
      const arrived = () => {
        this.#inWindow = items;
      };
      commands.executeCommand('setContext', 'multiarch.pickDrawn', true).then(arrived, arrived);
    }, 0);
  }

  /** The row of the press that was just reported. */
  pressed(): Press<R> {
    const pressed = this.#pressed ?? this.pressOn(undefined);
    this.#pressed = undefined;
    return pressed;
  }

  /** @param item the item named by VS Code */
  pressOn(item: PickItem<R> | undefined): Press<R> {
    const place = item ? this.#set.indexOf(item) : -1;
    return { item: this.#inWindow[place], crossed: this.#inWindow !== this.#set };
  }
}
