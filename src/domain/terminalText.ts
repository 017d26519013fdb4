import { StringDecoder } from 'node:string_decoder';
import { cleanLine, longestLine } from './terminalText/clean.ts';
import { Sgr } from './terminalText/sgr.ts';

/** Characters of an unfinished line that are kept; a progress bar can go on without a line feed for very long. */
const pendingLimit = 65_536;

/** What most lines of a program have nothing of. */
const notPlain = /[^\n\x20-\x7e]/;

/**
 * Makes lines that a terminal can print out of a program's output: text and colours, no other control characters. A colour
 * goes on to the next line as it would in a terminal, and every line ends without one. What a carriage return would
 * overwrite is left out; lines are cut after 4,096 characters.
 */
export class LogLines {
  // several times as fast as a TextDecoder for small pieces
  readonly #decoder = new StringDecoder('utf8');
  readonly #sgr = new Sgr();
  #rest = '';
  #skipping = false;

  /** The lines that this completes, without line ends. */
  push(data: Uint8Array): string[] {
    return this.block(data)?.split('\n') ?? [];
  }

  /** The same as one text, with line feeds between the lines; `undefined` where no line is completed. */
  block(data: Uint8Array): string | undefined {
    return this.#take(this.#decoder.write(data));
  }

  /** What is left of a line that was not ended. */
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

  /** Whether the lines that a text completes are to be left as they are: there are a million of them in 100 MB of progress. */
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

/** One line from elsewhere, safe to print; colours are kept. */
export function sanitizeLine(line: string): string {
  return cleanLine(line, new Sgr());
}

declare const made: unique symbol;

/** Text of several lines without control characters, colours and what nobody sees; made by `stripControls` alone. */
export type SafeLines = string & { readonly [made]: 'lines' };

export function stripControls(text: string): SafeLines {
  return text
    .split('\n')
    .map((line) => cleanLine(line, undefined, Infinity))
    .join('\n') as SafeLines;
}
