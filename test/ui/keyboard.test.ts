import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { useVsCode } from './support.ts';

/** Presses keys and counts them. */
class Keyboard {
  readonly #page: Page;
  pressed = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      this.pressed++;
    }
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
    this.pressed += text.length;
  }
}

describe('the main job, by keyboard alone', function () {
  this.timeout(300_000);
  const session = useVsCode(({ base }) => ({ files: { Dockerfile: `FROM ${base}\nRUN uname -m > /machine\n` } }));

  it('is an image for two platforms, pushed, verified and shown', async () => {
    const { workbench, world, screenshot } = session();
    const { page, quickInput } = workbench;
    const keyboard = new Keyboard(page);
    await page.locator('.statusbar-item[id*="multiarch"]').waitFor({ timeout: 60_000 });
    const image = `${world.registry.host}/keys:1`;
    await keyboard.press('F1');
    await keyboard.type('build multi');
    await quickInput.waitForRow('Multi-Arch: Build Multi-Arch Image…');
    await keyboard.press('Enter');
    for (let last = ''; !last.startsWith('Run the build');) {
      ({ placeholder: last } = await quickInput.waitUntil(
        `a step after “${last}”`,
        ({ placeholder, rows }) => placeholder !== last && !placeholder.includes('command') && rows.length > 0,
      ));
      if (last.startsWith('Image name')) {
        await keyboard.type(image);
        await quickInput.waitUntil('the name as the first row', ({ rows }) => rows[0]?.label === image);
      }
      await keyboard.press('Enter');
    }
    await workbench.waitForNotification(/keys:1; verified for linux\/amd64, linux\/arm64/, 120_000);
    console.log(`      ${keyboard.pressed} keys, of which ${image.length} for the name of the image`);
    // with the defaults of every step, nothing else than the name is typed
    assert.ok(keyboard.pressed - image.length < 20);

    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.waitForRow('1');
    // a view that was empty has no rows to focus
    await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await keyboard.press('Home');
    assert.match(await focusedRow(page), /\/keys$/);
    await keyboard.press('ArrowDown');
    assert.match(await focusedRow(page), /\/keys:1: amd64, arm64/);
    await keyboard.press('ArrowRight');
    await view.waitForRow('linux/amd64');
    await keyboard.press('ArrowDown');
    assert.match(await focusedRow(page), /linux\/amd64/);
    await screenshot('keyboard-row');
    await keyboard.press('Shift+F10');
    await page.locator('.monaco-menu').getByRole('menuitem').first().waitFor();
    await keyboard.press('Escape');
  });
});

/** The text for screen readers of the row that has the focus. */
async function focusedRow(page: Page): Promise<string> {
  return (await page.locator('.monaco-list:focus .monaco-list-row.focused').getAttribute('aria-label')) ?? '';
}
