const mostLines = 2000;
const mostCharacters = 200_000;

/** What one flush prints: where lines were left out, `leftOut` of them between `head` and `tail`. */
export interface Batch {
  readonly head: readonly string[];
  readonly leftOut: number;
  readonly tail: readonly string[];
}

/** Lines that came together. */
interface Block {
  /** With line feeds between them. */
  readonly text: string;
  readonly lines: number;
  readonly print: (line: string) => string;
}

/**
 * Lines that wait to be printed. When more come than a terminal should get in one go (2,000, or 200,000 characters), the
 * first and the last ones are kept and the middle is left out, so that it never holds more than one block beyond that. What is
 * left out is never made into what would be printed.
 */
export class LineQueue {
  #head: string[] = [];
  #headCharacters = 0;
  #tail: Block[] = [];
  #tailLines = 0;
  #tailCharacters = 0;
  #leftOut = 0;

  /**
   * @param text lines with line feeds between them
   * @param print gives what is printed of a line, which is at least as long
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

  /** Fills the head. Gives what there is no room for. */
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

  /** The last lines, as many as are printed. */
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
