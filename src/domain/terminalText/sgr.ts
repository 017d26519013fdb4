/** The supported codes and their effects. Blinking, concealing and fonts are not included: concealed text is not a color. */
const attributes: Readonly<Record<number, string>> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
  21: 'underline',
};
const resets: Readonly<Record<number, readonly string[]>> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
  39: ['foreground'],
  49: ['background'],
  59: ['underlineColour'],
};
const extended: Readonly<Record<number, string>> = { 38: 'foreground', 48: 'background', 58: 'underlineColour' };

export const reset = '\x1b[0m';

/** The current colors and weights by SGR (ECMA-48, with xterm's 256 and 24-bit colors). Its size is limited. */
export class Sgr {
  readonly #set = new Map<string, string>();

  /** @param parameters the text between `ESC [` and `m` */
  apply(parameters: string): void {
    const codes = parameters.split(';');
    for (let i = 0; i < codes.length; i++) {
      const code = codes[i] ?? '';
      const target = extended[Number(code)];
      if (target !== undefined) {
        i += this.#applyColour(target, codes.slice(i, i + 5));
      } else if (code.includes(':')) {
        this.#applySub(code);
      } else {
        this.#applyCode(Number(code));
      }
    }
  }

  /** The sequence that restores them after a reset; empty if nothing is set. */
  get sequence(): string {
    return this.#set.size === 0 ? '' : `\x1b[0;${[...this.#set.values()].join(';')}m`;
  }

  #applyCode(code: number): void {
    if (code === 0) {
      this.#set.clear();
    } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
      this.#set.set('foreground', String(code));
    } else if ((code >= 40 && code <= 47) || (code >= 100 && code <= 107)) {
      this.#set.set('background', String(code));
    } else if (attributes[code] !== undefined) {
      this.#set.set(attributes[code], String(code));
    } else {
      for (const name of resets[code] ?? []) {
        this.#set.delete(name);
      }
    }
  }

  /** `38;5;n` or `38;2;r;g;b`; returns the number of further codes that belong to the first. */
  #applyColour(target: string, codes: readonly string[]): number {
    const length = codes[1] === '5' ? 3 : codes[1] === '2' ? 5 : 2;
    const colour = codes.slice(0, length);
    if (length > 2 && colour.length === length && colour.every((part) => /^\d{1,3}$/.test(part))) {
      this.#set.set(target, colour.join(';'));
    }
    return length - 1;
  }

  /** The forms with colons: `4:3`, `38:5:n`, `38:2::r:g:b`. */
  #applySub(code: string): void {
    const target = extended[Number(/^\d+/.exec(code)?.[0])];
    if (target !== undefined && /^\d{2}:[25](?::\d{0,3}){1,6}$/.test(code)) {
      this.#set.set(target, code);
    } else if (code === '4:0') {
      this.#set.delete('underline');
    } else if (/^4:[1-5]$/.test(code)) {
      this.#set.set('underline', code);
    }
  }
}
