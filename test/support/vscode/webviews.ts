import { EventEmitter } from './events.ts';
import { loud } from './loud.ts';
import { fault, onReset, see } from './session.ts';

interface Options {
  readonly enableScripts?: boolean;
  readonly localResourceRoots?: readonly unknown[];
  readonly enableCommandUris?: readonly string[];
}

interface Panel {
  active: boolean;
  readonly dispose: () => void;
}

const panels = new Map<string, Panel>();
onReset(() => {
  panels.clear();
});

/** Closes the editor with this title. */
export function closePanel(title: string): void {
  panelOf(title).dispose();
}

/** Focuses the editor with this title. */
export function focusPanel(title: string): void {
  for (const [other, panel] of panels) {
    panel.active = other === title;
  }
  panelOf(title);
}

function panelOf(title: string): Panel {
  const panel = panels.get(title);
  if (!panel) {
    throw fault(`there is no panel ${title}`);
  }
  return panel;
}

/** A page is seen as text when it is set; its links, with their commands, must be allowed by the options. */
export function createWebviewPanel(viewType: string, title: string) {
  const closed = new EventEmitter<void>();
  let options: Options = {};
  const webview = loud('Webview', {
    get options() {
      return options;
    },
    set options(next: Options) {
      options = next;
    },
    get html(): string {
      throw fault('nothing reads the page');
    },
    set html(page: string) {
      if (options.enableScripts !== false || options.localResourceRoots?.length !== 0) {
        throw fault('a page may run scripts or read files');
      }
      see(`page: ${title} (${viewType})`);
      see(
        pageText(page, options.enableCommandUris ?? [])
          .map((line) => `  | ${line}`)
          .join('\n'),
      );
    },
  });
  const panel = {
    active: false,
    webview,
    onDidDispose: closed.event,
    reveal: () => {
      focusPanel(title);
    },
    dispose: () => {
      panels.delete(title);
      closed.fire();
    },
  };
  panels.set(title, panel);
  return loud('WebviewPanel', panel);
}

/** The visible text of a page, line by line, in the manner of Markdown. */
function pageText(page: string, allowed: readonly string[]): readonly string[] {
  const body = /<body>([^]*)<\/body>/.exec(page)?.[1] ?? '';
  return body
    .replace(/<a href="command:([^"?]*)(?:\?([^"]*))?">/g, (_, command: string, argument?: string) => {
      if (!allowed.includes(command)) {
        throw fault(`the page must not call ${command}`);
      }
      return `[${command}${argument === undefined ? '' : ` ${decodeURIComponent(argument)}`}] `;
    })
    .replace(/<h1>/g, '# ')
    .replace(/<h2>/g, '## ')
    .replace(/<p class="outcome (\w+)">/g, '($1) ')
    .replace(/<li>/g, '- ')
    .replace(/<\/(?:th|td)><(?:th|td)[^>]*>/g, ' | ')
    .replace(/<\/dt><dd>/g, ': ')
    .replace(/<\/(?:li|dd|tr)>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|amp);/g, (_, name: string) => entities[name] ?? '')
    .split('\n')
    .filter((line) => line.trim() !== '');
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
