/** The cleanup after the tests, even if the set-up was incomplete: in reverse order, each once. */
export class Ends {
  readonly #ends: (() => unknown)[] = [];

  add(end: () => unknown): void {
    this.#ends.push(end);
  }

  async run(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) {
      await end();
    }
  }
}
