import type { Locator, Page } from 'playwright-core';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  readClipboard,
  readNotifications,
  readReport,
  readTerminal,
  writeClipboard,
  type NotificationState,
} from './dom.ts';
import { QuickInput, type QuickRow } from './quickInput.ts';
import { Dialog, Tree } from './tree.ts';

/** A window of VS Code, used and read like a user. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly dialog: Dialog;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.dialog = new Dialog(page);
  }

  /** Waits until the window is ready. */
  async ready(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.statusbar-item').first().waitFor({ timeout: 60_000 });
  }

  /**
   * Runs a command through the palette.
   * @param title as shown in the palette, with its category: `Multi-Arch: Show Log`
   */
  async command(title: string, timeout = 30_000): Promise<void> {
    await this.#find(title, title, timeout);
    await this.quickInput.pick(title);
  }

  /**
   * The palette's entries for a text, once this one is among them; closes the palette.
   * @param title as shown in the palette
   */
  async offered(text: string, title: string, timeout = 30_000): Promise<string[]> {
    const rows = await this.#find(text, title, timeout);
    await this.quickInput.escape();
    await this.quickInput.waitUntilClosed();
    return rows.map(({ label }) => label);
  }

  /** Opens the palette again if a change of the window has closed it. */
  async #find(text: string, title: string, timeout: number): Promise<readonly QuickRow[]> {
    for (const end = Date.now() + timeout; ;) {
      try {
        return await this.#look(text, title);
      } catch (error) {
        if (Date.now() > end) {
          throw error;
        }
      }
    }
  }

  /** Types into the palette. An extension that is still loading adds its commands later, and the list is created when text is typed. */
  async #look(text: string, title: string): Promise<readonly QuickRow[]> {
    if (!(await this.quickInput.state())) {
      await this.page.keyboard.press('F1');
    }
    await this.quickInput.type('>', 1000);
    await this.quickInput.type(`>${text}`, 1000);
    await this.quickInput.waitForRow(title, 1000);
    const { rows } = await this.quickInput.waitUntil('its rows', () => true, 1000);
    return rows;
  }

  /** Opens a file of the workspace in an editor. */
  async open(file: string): Promise<void> {
    await this.page.keyboard.press('Control+KeyP');
    await this.quickInput.type(file);
    await this.quickInput.pick(file.split('/').at(-1)!);
    await this.page.locator('.tab.active', { hasText: file.split('/').at(-1)! }).waitFor();
  }

  /** The visible text of the active terminal. */
  async terminal(): Promise<string> {
    return this.page.evaluate(readTerminal);
  }

  async waitForTerminal(wanted: RegExp, timeout = 60_000): Promise<string> {
    return this.#until(
      async () => {
        const text = await this.terminal();
        return wanted.test(text) ? text : undefined;
      },
      timeout,
      async () => `the terminal does not show ${String(wanted)}; it shows:\n${await this.terminal()}`,
    );
  }

  /** The notifications that are currently shown. */
  async notifications(): Promise<NotificationState[]> {
    return this.page.evaluate(readNotifications);
  }

  async waitForNotification(wanted: RegExp, timeout = 60_000): Promise<NotificationState> {
    // they close by themselves after some seconds
    const seen = new Set<string>();
    return this.#until(
      async () => {
        const all = await this.notifications();
        all.forEach((each) => seen.add(JSON.stringify(each)));
        return all.find(({ message }) => wanted.test(message));
      },
      timeout,
      () =>
        Promise.resolve(`no notification says ${String(wanted)}; there have been ${[...seen].join(', ') || 'none'}`),
    );
  }

  /** Presses a button of the notification with a matching text. */
  async pressInNotification(message: RegExp, button: string): Promise<void> {
    await this.page
      .locator('.notifications-toasts .notification-list-item')
      .filter({ has: this.page.locator('.notification-list-item-message', { hasText: message }) })
      .locator('.monaco-button', { hasText: button })
      .first()
      .click();
  }

  /** Closes all notifications. */
  async clearNotifications(): Promise<void> {
    await this.command('Notifications: Clear All Notifications');
    await this.page.locator('.notifications-toasts .notification-list-item').waitFor({ state: 'detached' });
  }

  /** Closes everything that could interfere: a quick input, menus, notifications, editors. */
  async tidyUp(): Promise<void> {
    while (await this.quickInput.state()) {
      await this.quickInput.escape();
    }
    await this.clearNotifications();
    await this.command('View: Close All Editors');
  }

  /** The number of terminals. */
  async terminals(): Promise<number> {
    return this.page.locator('.terminal-wrapper').count();
  }

  /** Presses keys in the active terminal. */
  async pressInTerminal(keys: string): Promise<void> {
    await this.page.locator('.terminal-wrapper.active .xterm-screen').click();
    await this.page.keyboard.press(keys);
  }

  /** The whole text of the active editor, once it matches: through the clipboard, because the document contains only visible lines. */
  async editorText(wanted: RegExp, timeout = 30_000): Promise<string> {
    await this.page
      .locator('.editor-group-container.active .view-lines')
      .filter({ hasText: wanted })
      .waitFor({ timeout });
    await this.page.locator('.editor-group-container.active .view-lines').click();
    await this.page.keyboard.press('Control+KeyA');
    await this.page.keyboard.press('Control+KeyC');
    return this.clipboard();
  }

  /** A report, once its text matches: cells of tables are separated by tabs. Its links are the addresses that they lead to. */
  async report(
    wanted: RegExp,
    timeout = 30_000,
  ): Promise<{ readonly text: string; readonly links: readonly string[] }> {
    let shown: readonly string[] = [];
    return this.#until(
      async () => {
        // an editor that closes takes its frames with it
        const found = await Promise.all(
          this.page.frames().map((frame) => frame.evaluate(readReport).catch(() => undefined)),
        );
        const reports = found.filter((each) => each !== undefined);
        shown = reports.map(({ text }) => text);
        return reports.find(({ text }) => wanted.test(text));
      },
      timeout,
      () => Promise.resolve(`no report shows ${String(wanted)}, but ${JSON.stringify(shown)}`),
    );
  }

  /** Moves the cursor of the active editor; line and column count from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('F1');
    await this.quickInput.type(`:${line}:${column}`);
    await this.quickInput.accept();
    await this.quickInput.waitUntilClosed();
  }

  /** The visible completions at the cursor, once the expected one is among them. */
  async suggestions(wanted: RegExp, timeout = 30_000): Promise<string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    return this.#until(
      async () => {
        // a language server that is still starting offers nothing yet
        await this.page.keyboard.press('Escape');
        await this.page.keyboard.press('Control+Space');
        await rows
          .filter({ hasText: wanted })
          .first()
          .waitFor({ timeout: 2000 })
          .catch(() => undefined);
        const texts = await rows.allInnerTexts();
        return texts.some((text) => wanted.test(text)) ? texts : undefined;
      },
      timeout,
      async () => `completion does not offer ${String(wanted)}, but ${(await rows.allInnerTexts()).join(', ')}`,
    );
  }

  /** The suggestions on the page of the open list that has the wanted one, further down. */
  async furtherSuggestions(wanted: RegExp, timeout = 10_000): Promise<string[]> {
    const rows = this.page.locator('.suggest-widget.visible .monaco-list-row .label-name');
    return this.#until(
      async () => {
        const texts = await rows.allInnerTexts();
        if (texts.some((text) => wanted.test(text))) {
          return texts;
        }
        await this.page.keyboard.press('PageDown');
        return undefined;
      },
      timeout,
      async () => `completion does not offer ${String(wanted)}, but ${(await rows.allInnerTexts()).join(', ')}`,
    );
  }

  async clipboard(): Promise<string> {
    return this.page.evaluate(readClipboard);
  }

  async setClipboard(text: string): Promise<void> {
    await this.page.evaluate(writeClipboard, text);
  }

  /** The texts of the status bar's items. */
  async statusBar(): Promise<string[]> {
    return (await this.page.locator('.statusbar-item').allInnerTexts()).map((text) => text.trim()).filter(Boolean);
  }

  /** Opens the Problems view and reads its rows: files and their problems. */
  async problems(): Promise<string[]> {
    await this.command('Problems: Focus on Problems View');
    const texts = await this.page.locator('.markers-panel .monaco-list-row').allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, ' ').trim());
  }

  async waitForProblem(wanted: RegExp, timeout = 30_000): Promise<string> {
    await this.command('Problems: Focus on Problems View');
    const rows = this.page.locator('.markers-panel .monaco-list-row');
    return this.#until(
      async () =>
        (await rows.allInnerTexts())
          .map((text) => text.replaceAll(/\s+/g, ' ').trim())
          .find((text) => wanted.test(text)),
      timeout,
      async () => `no problem says ${String(wanted)}; there are ${JSON.stringify(await rows.allInnerTexts())}`,
    );
  }

  /** Shows a view of the side bar by the titles of its container and itself, and resolves to its tree. */
  async tree(container: string, name: string): Promise<Tree> {
    const tree = new Tree(this.page, name);
    await this.command(`${container}: Focus on ${name} View`);
    return tree;
  }

  /** A row of the explorer. */
  explorerRow(name: string): Locator {
    return this.page
      .locator('.explorer-folders-view .monaco-list-row')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .first();
  }

  /** Selects an entry of the context menu of a file in the explorer. */
  async chooseInExplorer(file: string, entry: string): Promise<void> {
    await this.explorerRow(file).click({ button: 'right' });
    await this.page.locator('.monaco-menu .action-item', { hasText: entry }).first().click();
  }

  /** Waits until `look` finds something; `what` is for the error. */
  async waitUntil<T>(what: string, look: () => Promise<T | undefined>, timeout = 20_000): Promise<T> {
    return this.#until(look, timeout, () => Promise.resolve(`there is not ${what}`));
  }

  async #until<T>(look: () => Promise<T | undefined>, timeout: number, failure: () => Promise<string>): Promise<T> {
    for (const end = Date.now() + timeout; ;) {
      const found = await look();
      if (found !== undefined) {
        return found;
      }
      if (Date.now() > end) {
        throw new Error(await failure());
      }
      await sleep(100);
    }
  }
}
