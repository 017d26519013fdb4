import type { Locator, Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { clickInRow, pressAgainAndAgain, readDialog, readTree, stopPressing, type DialogState } from './dom.ts';

export interface TreeRow {
  /** Its index among the visible rows. */
  readonly index: number;
  /** 1 for the root rows of the view. */
  readonly level: number;
  readonly label: string;
  readonly description: string;
  /** The text for screen readers. */
  readonly spoken: string;
  /** The name of its icon, such as `server`; empty if it has none. */
  readonly icon: string;
  /** The buttons at its right; some are there on hover only. */
  readonly buttons: readonly string[];
  /** Undefined if it cannot have children. */
  readonly expanded?: boolean;
  /** Undefined if the row has no check box. */
  readonly checked?: boolean;
}

/** The whole text, or a pattern that it contains. */
type Text = string | RegExp;
const fits = (text: string, wanted: Text) => (typeof wanted === 'string' ? text === wanted : wanted.test(text));

/** A tree in the side bar, used by its visible content. Rows are the visible ones. */
export class Tree {
  readonly #page: Page;
  readonly #pane: Locator;
  readonly #name: string;

  /** @param name the title of the view */
  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
    this.#pane = page.locator('.pane').filter({ has: page.locator(`.pane-header[aria-label^="${name}"]`) });
  }

  async rows(): Promise<TreeRow[]> {
    return this.#page.evaluate(readTree, this.#name);
  }

  /** Waits until `wanted` is true for the rows; `what` is for the error. */
  async waitUntil(what: string, wanted: (rows: readonly TreeRow[]) => boolean, timeout = 20_000): Promise<TreeRow[]> {
    for (const end = Date.now() + timeout; ;) {
      const rows = await this.rows();
      if (wanted(rows)) {
        return rows;
      }
      if (Date.now() > end) {
        throw new Error(`the view ${this.#name} does not show ${what}; it shows\n${shown(rows)}`);
      }
      await sleep(50);
    }
  }

  /** Waits for a row by its label, and by its description if given. */
  async waitForRow(label: Text, description: Text = /(?:)/, timeout?: number): Promise<TreeRow> {
    const suits = (row: TreeRow) => fits(row.label, label) && fits(row.description, description);
    const what = `the row ${String(label)} ${String(description)}`;
    const rows = await this.waitUntil(what, (all) => all.some(suits), timeout);
    return rows.find(suits)!;
  }

  /** The visible rows below one, including those of expanded rows. */
  async below(label: Text): Promise<TreeRow[]> {
    return rowsBelow(await this.rows(), label);
  }

  async expand(label: Text): Promise<void> {
    await this.#fold(label, true);
  }

  async collapse(label: Text): Promise<void> {
    await this.#fold(label, false);
  }

  /** Selects an entry of a row's context menu. */
  async choose(label: Text, entry: string): Promise<void> {
    const item = this.#menu.getByRole('menuitem', { name: entry, exact: true });
    await this.openMenu(label);
    for (const end = Date.now() + 20_000; !(await item.isEnabled()) && Date.now() < end;) {
      // a window that has just started knows only later than its extensions that the folder is trusted, and an open menu does not change
      await this.#page.keyboard.press('Escape');
      await this.#menu.waitFor({ state: 'detached' });
      await this.openMenu(label);
    }
    // a menu that has just opened accepts keys, but no clicks
    await item.hover();
    await this.#page.keyboard.press('Enter');
    await this.#menu.waitFor({ state: 'detached' });
  }

  /** Opens the context menu of a row, and resolves to its entries. */
  async openMenu(label: Text): Promise<string[]> {
    // a menu does not notice a mouse that is already in the place of an entry
    await this.#row(await this.waitForRow(label)).hover();
    await this.#click(label, '.label-name', 'right');
    const entries = this.#menu.getByRole('menuitem');
    await entries.first().waitFor();
    const texts = await entries.allInnerTexts();
    return texts.map((text) => text.trim());
  }

  /** The buttons of a row on hover. */
  async buttons(label: Text): Promise<readonly string[]> {
    await this.#row(await this.waitForRow(label)).hover();
    // read with the label: the row may be at another place by now
    return (await this.waitForRow(label)).buttons;
  }

  /** Waits until the tooltip of a row matches: that of another row may still be there. */
  async tooltip(label: Text, wanted: RegExp): Promise<void> {
    await this.#row(await this.waitForRow(label))
      .locator('.label-name')
      .hover();
    await this.#page.locator('.monaco-hover').filter({ visible: true, hasText: wanted }).waitFor();
  }

  /** Presses a button at the right of a row. */
  async press(label: Text, button: string): Promise<void> {
    await this.#row(await this.waitForRow(label)).hover();
    await this.#click(label, `.actions .action-label[aria-label^=${JSON.stringify(button)}]`);
  }

  /** Toggles the check box of a row. */
  async check(label: Text): Promise<void> {
    await this.#click(label, '.custom-view-tree-node-item-checkbox');
  }

  /** Clicks a row. */
  async click(label: Text): Promise<void> {
    await this.#click(label, '.label-name');
  }

  /** Presses a button in the title of the view. */
  async pressInTitle(button: string): Promise<void> {
    const title = this.#pane.locator('.pane-header');
    await title.hover();
    await title.getByRole('button', { name: button }).click();
  }

  /**
   * Presses a button in the title of the view several times per second while something else is done.
   * @returns how often it was pressed
   */
  async pressingInTitle(button: string, work: () => Promise<void>): Promise<number> {
    const target = `.pane-header[aria-label^=${JSON.stringify(this.#name)}] .action-label[aria-label^=${JSON.stringify(button)}]`;
    await this.#page.evaluate(pressAgainAndAgain, { target, ms: 50 });
    try {
      await work();
    } catch (error) {
      await this.#page.evaluate(stopPressing);
      throw error;
    }
    return this.#page.evaluate(stopPressing);
  }

  /** The content of the view in place of rows, including button labels, once it matches. */
  async welcome(wanted: RegExp, timeout = 20_000): Promise<string> {
    const text = this.#pane.locator('.welcome-view-content').filter({ hasText: wanted, visible: true });
    await text.waitFor({ timeout });
    return text.innerText();
  }

  /** Presses a button of the welcome text. */
  async pressInWelcome(button: string): Promise<void> {
    await this.#pane.locator('.welcome-view-content .monaco-button', { hasText: button }).click();
  }

  get #menu(): Locator {
    return this.#page.locator('.monaco-menu');
  }

  async #fold(label: Text, open: boolean): Promise<void> {
    const row = await this.waitForRow(label);
    if (row.expanded !== open) {
      await this.#click(label, '.monaco-tl-twistie');
    }
    await this.waitUntil(`${row.label} ${open ? 'open' : 'closed'}`, (rows) =>
      rows.some((each) => each.label === row.label && each.level === row.level && each.expanded === open),
    );
  }

  /** Clicks in the first matching row, once the element to click is there. */
  async #click(label: Text, target: string, button: 'left' | 'right' = 'left'): Promise<void> {
    const pane = `.pane:has(.pane-header[aria-label^=${JSON.stringify(this.#name)}])`;
    for (const end = Date.now() + 20_000; ;) {
      const row = await this.waitForRow(label);
      const nth = (await this.rows()).filter(
        (each) => each.index < row.index && each.label === row.label && each.level === row.level,
      ).length;
      const place = { rows: `${pane} .monaco-list-row`, name: '.label-name', label: row.label, level: row.level, nth };
      if (await this.#page.evaluate(clickInRow, { ...place, target, button })) {
        return;
      }
      if (Date.now() > end) {
        throw new Error(`the row ${row.label} of the view ${this.#name} has no ${target}`);
      }
      await sleep(50);
    }
  }

  #row({ index }: TreeRow): Locator {
    return this.#pane.locator('.monaco-list-row').and(this.#page.locator(`[data-index="${index}"]`));
  }
}

/** The rows below one, including those of expanded rows. */
function rowsBelow(rows: readonly TreeRow[], label: Text): TreeRow[] {
  const start = rows.findIndex((row) => fits(row.label, label));
  const end = rows.findIndex((row, place) => place > start && row.level <= rows[start]!.level);
  return start < 0 ? [] : rows.slice(start + 1, end < 0 ? undefined : end);
}

/** A modal dialog. */
export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Its content, undefined while there is none. */
  async state(): Promise<DialogState | undefined> {
    return this.#page.evaluate(readDialog);
  }

  async waitFor(message: RegExp, timeout = 20_000): Promise<DialogState> {
    await this.#box.filter({ hasText: message }).waitFor({ timeout });
    return (await this.state())!;
  }

  async press(button: string): Promise<void> {
    await this.#box.getByRole('button', { name: button, exact: true }).click();
    await this.#box.waitFor({ state: 'detached' });
  }

  get #box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }
}

function shown(rows: readonly TreeRow[]): string {
  return rows.map(({ level, label, description }) => `${'  '.repeat(level)}${label}  ${description}`).join('\n');
}
