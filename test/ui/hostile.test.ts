import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { rawRegistry } from '../engine/registryShapes.ts';
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
    await runWizard(workbench, { ...wishes, output: 'Fill the build cache only' });
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

describe('a hostile registry', function () {
  this.timeout(120_000);
  const typed = encodeURIComponent(JSON.stringify({ text: 'touch pwned\u000d' }));
  const command = `[linux/amd64](command:workbench.action.terminal.sendSequence?${typed})`;
  const platforms = [
    { os: command, architecture: 'amd64' },
    { os: '$(alert) **linux**', architecture: '<img src="http://127.0.0.1:1/x.png">' },
    { os: 'linux', architecture: 'arm64', variant: '\u202eevil\u001b[2J' },
  ];
  const session = useVsCode(async ({ registry: { host } }) => {
    const raw = rawRegistry(host, 'hostile/app');
    const entries: object[] = [];
    for (const platform of platforms) {
      const annotations = { 'org.opencontainers.image.title': command };
      entries.push({ ...(await raw.image(platform, { annotations })), platform, annotations });
    }
    await raw.index('1', entries, { annotations: { 'org.opencontainers.image.description': command } });
    const pod = `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: c, image: "${raw.ref('1')}"}]}\n`;
    return { files: { 'pod.yaml': pod }, settings: { 'multiarch.statusBar': false } };
  });

  /** All links in a displayed text. */
  const links = async (place: string) => session().workbench.page.locator(`${place} a`).allInnerTexts();

  it('attack: platforms of an index are links, icons and Markdown', async () => {
    const { workbench, screenshot } = session();
    const view = await workbench.tree('Multi-Arch Builds', 'Pushed Images');
    await view.expand('1');
    const rows = await view.waitUntil(
      'the platforms',
      (all) =>
        all.some(({ label, icon }) => label === '1' && icon !== 'loading') && all.some(({ level }) => level === 3),
    );
    const texts = rows.map(({ label, description }) => `${label} ${description}`);
    assert.ok(!['command:', '\u202e', '\u001b'].some((hidden) => texts.join().includes(hidden)), texts.join('\n'));
    assert.ok(!rows.some(({ icon }) => icon === 'alert'));
    assert.equal(texts.filter((text) => text.startsWith('invalid?')).length, platforms.length, texts.join('\n'));
    await screenshot('hostile-registry-rows');

    await view.choose('1', 'Check Program Architectures');
    await workbench.waitForNotification(/^(?!Checking).*hostile\/app:1/, 30_000);
    assert.deepEqual(await links('.notification-list-item-message'), []);
    await screenshot('hostile-registry-inside');
    await workbench.clearNotifications();

    await view.choose('1', 'Inspect Image Platforms…');
    const report = await workbench.report(/hostile/);
    const own = /^command:multiarch\.(?:verifyImage|image\.(?:compare|showManifest|copyReport))(?:\?|$)/;
    assert.deepEqual(
      report.links.filter((link) => !own.test(link)),
      [],
    );
    await screenshot('hostile-registry-report');
    const found = await readdir(session().server.root, { recursive: true });
    assert.deepEqual(
      found.filter((name) => /(^|\/)pwned$/.test(name)),
      [],
    );
  });
});
