const mostLines = 2000;
const mostCharacters = 200_000;

/** The output of one flush: if lines were omitted, `leftOut` of them between `head` and `tail`. */
export interface Batch {
  readonly head: readonly string[];
  readonly leftOut: number;
  readonly tail: readonly string[];
}

/** Lines that arrived together. */
interface Block {
  /** Separated by line feeds. */
  readonly text: string;
  readonly lines: number;
  readonly print: (line: string) => string;
}

/**
 * Lines waiting to be printed. If there are too many for a terminal at once (2,000 lines or 200,000 characters), keeps the first and last
 * ones and omits the middle, so that it never holds more than one block beyond the limit. Omitted lines are never rendered.
 */
export class LineQueue {
  #head: string[] = [];
  #headCharacters = 0;
  #tail: Block[] = [];
  #tailLines = 0;
  #tailCharacters = 0;
  #leftOut = 0;

  /**
   * @param text lines separated by line feeds
   * @param print renders a line; the result is at least as long
   */
  push(text: string, print: (line: string) => string): void {
    const rest = this.#tail.length === 0 ? this.#fill(text, print) : text;
    if (rest !== undefined) {
      this.#keep({ text: rest, lines: countLines(rest), print });
    }
  }

  take(): Batch {
    const tail = this.#last();
    const batch = { head: this.#head, leftOut: this.#leftOut + this.#tailLines - tail.length, tail };
    this.#head = [];
    this.#headCharacters = 0;
    this.#tail = [];
    this.#tailLines = 0;
    this.#tailCharacters = 0;
    this.#leftOut = 0;
    return batch;
  }

  /** Fills the head. Returns what does not fit. */
  #fill(text: string, print: Block['print']): string | undefined {
    for (let from = 0; from <= text.length;) {
      const end = endOfLine(text, from);
      const printed = print(text.slice(from, end));
      if (this.#head.length >= mostLines / 2 || this.#headCharacters + printed.length > mostCharacters / 2) {
        return text.slice(from);
      }
      this.#head.push(printed);
      this.#headCharacters += printed.length;
      from = end + 1;
    }
    return undefined;
  }

  #keep(block: Block): void {
    this.#tail.push(block);
    this.#tailLines += block.lines;
    this.#tailCharacters += block.text.length;
    for (let oldest = this.#tail[0]; oldest && this.#isEnoughWithout(oldest); oldest = this.#tail[0]) {
      this.#tail.shift();
      this.#tailLines -= oldest.lines;
      this.#tailCharacters -= oldest.text.length;
      this.#leftOut += oldest.lines;
    }
  }

  #isEnoughWithout({ lines, text }: Block): boolean {
    return this.#tailLines - lines >= mostLines / 2 || this.#tailCharacters - text.length > mostCharacters / 2;
  }

  /** The last lines, up to the number that is printed. */
  #last(): string[] {
    const printed: string[] = [];
    let characters = 0;
    for (const { text, print } of this.#tail.toReversed()) {
      for (const line of text.split('\n').reverse()) {
        const last = print(line);
        characters += last.length;
        if (printed.length >= mostLines / 2 || characters > mostCharacters / 2) {
          return printed.reverse();
        }
        printed.push(last);
      }
    }
    return printed.reverse();
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (let from = 0; from <= text.length; from = endOfLine(text, from) + 1) {
    lines++;
  }
  return lines;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
