import { commands } from 'vscode';
import type { LivePick, PickItem } from './picks.ts';

/** What a press was on. */
export interface Press<R> {
  /** Undefined where no row was active, or where the window's row is not known. */
  readonly item: PickItem<R> | undefined;
  /** The window has other rows than were set last: they are on their way to it. */
  readonly crossed: boolean;
}

/**
 * Draws the rows of a pick in which one row can be chosen, and tells which one was pressed. VS Code names a pressed row by its place
 * in the items, and looks that place up in the items that were set last (`_handlesToItems` in extHostQuickOpen.ts). A press that
 * crosses with new rows would be on whatever takes that place. So it is looked up in the rows that the window is known to have.
 */
export class PickRows<R> {
  readonly #pick: LivePick<R>;
  #set: readonly PickItem<R>[] = [];
  #inWindow: readonly PickItem<R>[] = [];
  #pressed: Press<R> | undefined;

  constructor(pick: LivePick<R>) {
    this.#pick = pick;
    // the window tells of the selection right before it tells of the press
    pick.onDidChangeSelection(([item]) => {
      this.#pressed = this.pressOn(item);
    });
  }

  /** Shows these rows in place of the former ones. */
  draw(items: readonly PickItem<R>[]): void {
    const first = this.#set.length === 0 && this.#inWindow.length === 0;
    this.#pick.items = items;
    this.#set = items;
    if (first) {
      this.#inWindow = items;
      return;
    }
    // VS Code sends new items with a timer of no time, too, and its messages keep their order: once this has come back, so have they
    setTimeout(() => {
      const arrived = () => {
        this.#inWindow = items;
      };
      commands.executeCommand('setContext', 'multiarch.pickDrawn', true).then(arrived, arrived);
    }, 0);
  }

  /** What the press was on that has just been told of. */
  pressed(): Press<R> {
    const pressed = this.#pressed ?? this.pressOn(undefined);
    this.#pressed = undefined;
    return pressed;
  }

  /** @param item as VS Code names it */
  pressOn(item: PickItem<R> | undefined): Press<R> {
    const place = item ? this.#set.indexOf(item) : -1;
    return { item: this.#inWindow[place], crossed: this.#inWindow !== this.#set };
  }
}
