const mostLines = 2000;
const mostCharacters = 200_000;

/** What one flush prints: where lines were left out, `leftOut` of them between `head` and `tail`. */
export interface Batch {
  readonly head: readonly string[];
  readonly leftOut: number;
  readonly tail: readonly string[];
}

/**
 * Lines that wait to be printed. When more come than a terminal should get in one go (2,000, or 200,000 characters), the
 * first and the last ones are kept and the middle is left out, so that it never holds more.
 */
export class LineQueue {
  #head: string[] = [];
  #headCharacters = 0;
  #tail: string[] = [];
  #first = 0;
  #tailCharacters = 0;
  #leftOut = 0;

  push(line: string): void {
    const full = this.#head.length >= mostLines / 2 || this.#headCharacters + line.length > mostCharacters / 2;
    if (this.#tail.length === 0 && !full) {
      this.#head.push(line);
      this.#headCharacters += line.length;
      return;
    }
    this.#tail.push(line);
    this.#tailCharacters += line.length;
    while (this.#tail.length - this.#first > mostLines / 2 || this.#tailCharacters > mostCharacters / 2) {
      this.#tailCharacters -= this.#tail[this.#first]?.length ?? 0;
      this.#first++;
      this.#leftOut++;
    }
    if (this.#first > mostLines) {
      this.#tail = this.#tail.slice(this.#first);
      this.#first = 0;
    }
  }

  take(): Batch {
    const batch = { head: this.#head, leftOut: this.#leftOut, tail: this.#tail.slice(this.#first) };
    this.#head = [];
    this.#headCharacters = 0;
    this.#tail = [];
    this.#first = 0;
    this.#tailCharacters = 0;
    this.#leftOut = 0;
    return batch;
  }
}
