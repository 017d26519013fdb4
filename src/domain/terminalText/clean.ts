import { trimEnd } from '../untrusted/trim.ts';
import { hidden, hiddenPairs, loneSurrogates } from './hidden.ts';
import { reset, type Sgr } from './sgr.ts';

/** Maximum number of shown characters of a line. */
export const longestLine = 4096;
const tabWidth = 8;

/** Whether a line is more than plain text. */
const controls = new RegExp(`[${hidden}\\u200c\\u200d]|${hiddenPairs}|${loneSurrogates}`);
/**
 * The parts of a line: text; a complete or incomplete control sequence (CSI); a control string (DCS, SOS, OSC, PM, APC) to its end or that
 * of the line; any other escape sequence; a single control character. ECMA-48, 5.4 to 5.6.
 */
const parts = new RegExp(
  [
    `((?:[^${hidden}\\ud800-\\udfff]|(?!${hiddenPairs})[\\ud800-\\udbff][\\udc00-\\udfff])+)`,
    '(?:\\x1b\\[|\\x9b)([0-?]*)([ -/]*[@-~])?',
    '(?:\\x1b[\\]PX^_]|[\\x90\\x98\\x9d-\\x9f])[^\\x07\\x18\\x1a\\x1b\\x9c]*(?:\\x07|\\x1b\\\\|\\x9c)?',
    '\\x1b[ -/]*[0-~]?',
    hiddenPairs,
    '([^])',
  ].join('|'),
  'g',
);
const half = /^[\ud800-\udfff]$/;

/**
 * A line (without its line feed) that is safe for a terminal: only text and, with `sgr`, colors. Removes text that a carriage return would
 * overwrite, and text after `longest` characters.
 *
 * @param sgr the colors of the previous line, updated for the next one
 */
export function cleanLine(line: string, sgr?: Sgr, longest = longestLine): string {
  if (line.length <= longest && !controls.test(line) && (sgr === undefined || sgr.sequence === '')) {
    return line;
  }
  const out = new LineWriter(sgr, longest);
  for (const [, text, parameters, final, control] of trimEnd(line, '\r').matchAll(parts)) {
    if (text !== undefined) {
      out.text(withoutIdleJoiners(text));
    } else if (final === 'm' && parameters !== undefined && /^[\d;:]*$/.test(parameters)) {
      sgr?.apply(parameters);
    } else if (control === '\t') {
      out.tab();
    } else if (control === '\r') {
      out.restart();
    } else if (control !== undefined && half.test(control)) {
      out.text('\uFFFD');
    }
  }
  return out.end();
}

/** Joiners are kept singly between non-ASCII characters; elsewhere, they only make two names look the same. */
function withoutIdleJoiners(text: string): string {
  return text.replace(/[\u200c\u200d]+/g, (joiners, at: number) =>
    isJoined(text[at - 1]) && isJoined(text[at + joiners.length]) ? joiners.slice(0, 1) : '',
  );
}

function isJoined(character = ''): boolean {
  return character > '\x7f';
}

class LineWriter {
  readonly #sgr: Sgr | undefined;
  readonly #longest: number;
  #out = '';
  #length = 0;
  #shown = '';
  #cut = false;

  constructor(sgr: Sgr | undefined, longest: number) {
    this.#sgr = sgr;
    this.#longest = longest;
  }

  text(text: string): void {
    if (this.#cut) {
      return;
    }
    const style = this.#sgr?.sequence ?? '';
    if (style !== this.#shown) {
      this.#out += style === '' ? reset : style;
      this.#shown = style;
    }
    const room = this.#longest - this.#length;
    if (text.length > room) {
      // half of a surrogate pair would be left at the edge
      this.#out += `${text.slice(0, room).replace(/[\uD800-\uDBFF]$/, '')}…`;
      this.#cut = true;
    } else {
      this.#out += text;
      this.#length += text.length;
    }
  }

  tab(): void {
    this.text(' '.repeat(tabWidth - (this.#length % tabWidth)));
  }

  restart(): void {
    this.#out = '';
    this.#length = 0;
    this.#shown = '';
    this.#cut = false;
  }

  end(): string {
    return this.#shown === '' ? this.#out : this.#out + reset;
  }
}
