/** The end of a step's output as bytes; older output is dropped. */
export class LogTail {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #first = 0;
  #size = 0;

  /** @param limit minimum number of bytes to keep */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(data: Uint8Array): void {
    this.#chunks.push(data);
    this.#size += data.length;
    for (let oldest = this.#oldest(); this.#size - oldest >= this.#limit; oldest = this.#oldest()) {
      this.#size -= oldest;
      this.#first++;
    }
    // so that dropping a chunk has a constant cost
    if (this.#first > 1024 && this.#first * 2 > this.#chunks.length) {
      this.#chunks = this.#chunks.slice(this.#first);
      this.#first = 0;
    }
  }

  /** The last `limit` bytes. */
  text(): string {
    const decoder = new TextDecoder();
    const chunks = this.#chunks.slice(this.#first);
    const over = Math.max(0, this.#size - this.#limit);
    const parts = chunks.map((chunk, i) => decoder.decode(i === 0 ? chunk.subarray(over) : chunk, { stream: true }));
    return parts.join('') + decoder.decode();
  }

  #oldest(): number {
    return this.#chunks[this.#first]?.length ?? Infinity;
  }
}
