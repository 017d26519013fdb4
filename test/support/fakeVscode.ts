/**
 * What stands in for the module `vscode` where there is no VS Code: the few pure parts that sentences and rendering need.
 * Everything that VS Code really does is tested inside VS Code.
 */
type Args = (string | number | boolean)[] | Record<string, string | number | boolean>;

function translate(message: string, ...rest: Args[] | (string | number | boolean)[]): string {
  const first = rest[0];
  const values = typeof first === 'object' ? first : (rest as (string | number | boolean)[]);
  return message.replace(/\{(\w+)\}/g, (whole, key: string) => {
    const value = (values as Record<string, string | number | boolean>)[key];
    return value === undefined ? whole : String(value);
  });
}

export const l10n = { t: translate };
export const env = { language: 'en' };

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => void>();
  readonly event = (listener: (event: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(event: T): void {
    this.#listeners.forEach((listener) => {
      listener(event);
    });
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class TreeItem {
  readonly label: string;
  constructor(label: string) {
    this.label = label;
  }
}
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}
export class ThemeColor extends ThemeIcon {}

export class MarkdownString {
  readonly value: string;
  constructor(value: string) {
    this.value = value;
  }
}

export class Disposable {
  readonly dispose: () => void;
  constructor(dispose: () => void) {
    this.dispose = dispose;
  }
}
