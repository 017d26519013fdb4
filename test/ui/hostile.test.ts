import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { runWizard } from '../support/wizard.ts';
import { useVsCode } from './support.ts';

const file = `$(touch pwned) & more/it's "odd"; touch pwned.Dockerfile`;
/** Title of the window, clipboard, clear screen, cursor to the top, cursor up, alternate screen. */
const escapes = '\\033]0;HACKED\\007\\033]52;c;SEFDS0VE\\007\\033[2J\\033[H\\033[50A\\033[?1049h';

describe('a hostile workspace', function () {
  this.timeout(180_000);
  const session = useVsCode(({ base }) => ({
    name: `it's "odd" $(touch pwned) \`touch pwned\``,
    files: {
      Dockerfile: `FROM ${base}\nRUN printf 'before${escapes}\\033[31mred\\033[0m after\\n'\n`,
      [file]: `FROM ${base}\nRUN uname -m > /machine\n`,
    },
  }));
  const build = async (source: string | RegExp) => {
    const { workbench, world } = session();
    const wishes = { source, platforms: ['linux/amd64'], image: `${world.registry.host}/odd:1` };
    await runWizard(workbench, { ...wishes, output: 'Only fill the build cache' });
    const { message } = await workbench.waitForNotification(/./, 60_000);
    assert.equal(message, 'Built for linux/amd64; the result is in the build cache only.');
  };

  it('runs nothing that stands in the names of folders and files', async () => {
    // the row has an invisible character where `$(…)` would be an icon
    await build(/touch pwned\.Dockerfile$/);
    const { server } = session();
    const found = await readdir(server.root, { recursive: true });
    assert.ok(found.length > 10);
    const elsewhere = [...(await readdir(process.cwd())), ...(await readdir(homedir())), ...(await readdir('/'))];
    assert.deepEqual(
      [...found, ...elsewhere].filter((name) => /(^|\/)pwned$/.test(name)),
      [],
    );
  });

  it('cannot drive the terminal, its title or the clipboard', async () => {
    const { workbench } = session();
    await workbench.setClipboard('mine');
    const title = await workbench.page.title();
    await build('Dockerfile');
    await workbench.command('View: Toggle Maximized Panel');
    const text = await workbench.waitForTerminal(/Built in/);
    await workbench.command('View: Toggle Maximized Panel');
    assert.match(text, /^\$ .*docker buildx build /m);
    assert.match(text, /│ beforered after$/m);
    assert.equal(await workbench.clipboard(), 'mine');
    assert.equal(await workbench.page.title(), title);
    const tab = await workbench.page.locator('.part.panel .single-terminal-tab').innerText();
    assert.match(tab, /^build .*odd:1/);
  });
});
