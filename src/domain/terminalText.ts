import { StringDecoder } from 'node:string_decoder';
import { cleanLine, longestLine } from './terminalText/clean.ts';
import { Sgr } from './terminalText/sgr.ts';

/** Maximum number of characters of an incomplete line; a progress bar can continue without a line feed for very long. */
const pendingLimit = 65_536;

/** Characters that most lines of a program do not contain. */
const notPlain = /[^\n\x20-\x7e]/;

/**
 * Converts a program's output to lines that are safe for a terminal: text and colors, and no other control characters. A color continues on
 * the next line as in a terminal, and every line ends without one. Removes text that a carriage return would overwrite; shortens lines to
 * 4,096 characters.
 */
export class LogLines {
  // several times as fast as a TextDecoder for small chunks
  readonly #decoder = new StringDecoder('utf8');
  readonly #sgr = new Sgr();
  #rest = '';
  #skipping = false;

  /** The completed lines, without line ends. */
  push(data: Uint8Array): string[] {
    return this.block(data)?.split('\n') ?? [];
  }

  /** The same as one text, separated by line feeds; `undefined` if no line is completed. */
  block(data: Uint8Array): string | undefined {
    return this.#take(this.#decoder.write(data));
  }

  /** The rest of an incomplete line. */
  end(): string[] {
    const lines = this.#take(this.#decoder.end())?.split('\n') ?? [];
    const last = this.#rest === '' ? [] : [cleanLine(this.#rest, this.#sgr)];
    this.#rest = '';
    return [...lines, ...last];
  }

  #take(text: string): string | undefined {
    const end = text.lastIndexOf('\n');
    if (end < 0) {
      this.#append(text);
      return undefined;
    }
    return this.#isPlain(text) ? this.#takePlain(text, end) : this.#takeAny(text, end);
  }

  /** Whether the completed lines can stay unchanged: 100 MB of progress have a million of them. */
  #isPlain(text: string): boolean {
    return !this.#skipping && this.#sgr.sequence === '' && !notPlain.test(text) && !notPlain.test(this.#rest);
  }

  #takePlain(text: string, end: number): string {
    const whole = this.#rest + text.slice(0, end);
    this.#rest = '';
    this.#append(text.slice(end + 1));
    return whole.length <= longestLine
      ? whole
      : whole
          .split('\n')
          .map((line) => cleanLine(line))
          .join('\n');
  }

  #takeAny(text: string, end: number): string {
    const lines = text.slice(0, end).split('\n');
    const complete = lines.map((line) => {
      this.#append(line);
      const whole = this.#rest;
      this.#rest = '';
      this.#skipping = false;
      return cleanLine(whole, this.#sgr);
    });
    this.#append(text.slice(end + 1));
    return complete.join('\n');
  }

  #append(text: string): void {
    const restart = this.#skipping ? text.indexOf('\r') : 0;
    if (restart < 0) {
      return;
    }
    this.#skipping = false;
    this.#rest += text.slice(restart);
    if (this.#rest.length > pendingLimit) {
      const overwritten = this.#rest.lastIndexOf('\r', this.#rest.length - 2);
      cleanLine(this.#rest.slice(0, Math.max(0, overwritten)), this.#sgr);
      this.#rest = this.#rest.slice(overwritten + 1);
      this.#skipping = this.#rest.length > pendingLimit;
      this.#rest = this.#rest.slice(0, pendingLimit);
    }
  }
}

/** An outside line that is safe to print; keeps colors. */
export function sanitizeLine(line: string): string {
  return cleanLine(line, new Sgr());
}

declare const made: unique symbol;

/** Text of several lines without control characters, colors and invisible characters; created by `stripControls` only. */
export type SafeLines = string & { readonly [made]: 'lines' };

export function stripControls(text: string): SafeLines {
  return text
    .split('\n')
    .map((line) => cleanLine(line, undefined, Infinity))
    .join('\n') as SafeLines;
}
