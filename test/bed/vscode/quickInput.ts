import type { Locator, Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import { clickInRow, readQuickInput } from './dom.ts';

export interface QuickRow {
  /** Its index in the list. */
  readonly index: number;
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** The row that Enter accepts. */
  readonly active: boolean;
  /** Undefined if the row has no check box. */
  readonly checked?: boolean;
}

/** The state of a quick pick or an input box. */
export interface QuickInputState {
  readonly title: string;
  /** Such as `2/6`; empty if the title has none. */
  readonly step: string;
  readonly value: string;
  readonly placeholder: string;
  /** The prompt, or the validation message. */
  readonly message: string;
  readonly rows: readonly QuickRow[];
  readonly buttons: readonly string[];
}

/** The whole text, or a pattern that it contains. */
type Text = string | RegExp;
const fits = (text: string, wanted: Text) => (typeof wanted === 'string' ? text === wanted : wanted.test(text));
const listRows = '.quick-input-list .monaco-list-row';
const firstLine = '.quick-input-list-row:first-child .label-name';

/** The quick input of the workbench, used by its visible content. Rows are the visible ones. */
export class QuickInput {
  readonly #page: Page;
  readonly #widget: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.#widget = page.locator('.quick-input-widget');
  }

  /** Its state, undefined while it is closed. */
  async state(): Promise<QuickInputState | undefined> {
    return this.#page.evaluate(readQuickInput);
  }

  /** Waits until `wanted` is true for its state; `what` is for the error. */
  async waitUntil(
    what: string,
    wanted: (state: QuickInputState) => boolean,
    timeout = 20_000,
  ): Promise<QuickInputState> {
    const end = Date.now() + timeout;
    for (;;) {
      const state = await this.state();
      if (state && wanted(state)) {
        return state;
      }
      if (Date.now() > end) {
        throw new Error(`the quick input does not show ${what}; it shows ${JSON.stringify(state, null, 1)}`);
      }
      await sleep(50);
    }
  }

  /** Waits for a step by its placeholder. */
  async waitFor(placeholder: Text, timeout?: number): Promise<QuickInputState> {
    return this.waitUntil(`«${String(placeholder)}»`, (state) => fits(state.placeholder, placeholder), timeout);
  }

  /** Waits for a row that has stopped moving. */
  async waitForRow(label: Text, timeout?: number): Promise<QuickRow> {
    let former: string | undefined;
    const state = await this.waitUntil(
      `the row ${String(label)}`,
      ({ rows }) => {
        const found = rows.find((row) => fits(row.label, label));
        const place = found && `${found.index} ${found.label}`;
        const stays = place !== undefined && place === former;
        former = place;
        return stays;
      },
      timeout,
    );
    return state.rows.find((row) => fits(row.label, label))!;
  }

  async waitUntilClosed(timeout = 20_000): Promise<void> {
    await this.#widget.waitFor({ state: 'hidden', timeout });
  }

  /** Replaces the typed text. */
  async type(value: string, timeout = 20_000): Promise<void> {
    await this.#widget.locator('input.input').fill(value, { timeout });
  }

  /** Clicks a row, which accepts it in a single-select pick. */
  async pick(label: Text): Promise<void> {
    await this.#click(label);
  }

  /** Selects the visible rows with these labels and deselects the others. */
  async checkOnly(labels: readonly Text[]): Promise<void> {
    for (const label of labels) {
      await this.waitForRow(label);
    }
    const { rows } = await this.waitUntil('check boxes', (state) =>
      state.rows.some((row) => row.checked !== undefined),
    );
    for (const row of rows) {
      const wanted = labels.some((label) => fits(row.label, label));
      if (row.checked !== undefined && row.checked !== wanted) {
        await this.#click(row.label);
        await this.waitUntil(`${row.label} ${wanted ? 'ticked' : 'cleared'}`, (state) =>
          state.rows.some(({ label, checked }) => label === row.label && checked === wanted),
        );
      }
    }
  }

  async accept(): Promise<void> {
    await this.#page.keyboard.press('Enter');
  }

  async escape(): Promise<void> {
    await this.#page.keyboard.press('Escape');
  }

  /** Presses a button of the title bar or of the input by its label, such as `Back`. */
  async press(button: Text): Promise<void> {
    await this.#widget.getByRole('button', { name: button }).first().click();
  }

  /** Presses a button at the right of a row. */
  async pressInRow(label: Text, button: Text): Promise<void> {
    const row = this.#row(await this.waitForRow(label));
    await row.hover();
    await row.getByRole('button', { name: button }).click();
  }

  /** Goes back one step with the button in the title. */
  async back(): Promise<void> {
    await this.press(/^Back/);
  }

  /** By its content: rows can be inserted before it between looking and clicking. */
  #row({ label }: QuickRow): Locator {
    const name = this.#page.locator(firstLine).getByText(label, { exact: true });
    return this.#widget.locator(listRows).filter({ has: name }).first();
  }

  async #click(label: Text): Promise<void> {
    for (;;) {
      const row = await this.waitForRow(label);
      const place = { rows: `.quick-input-widget ${listRows}`, name: firstLine, label: row.label, nth: 0 };
      if (await this.#page.evaluate(clickInRow, { ...place, target: firstLine, button: 'left' as const })) {
        return;
      }
    }
  }
}
