/** A reader of outside text, which must accept anything. */
export interface Reader {
  readonly name: string;
  /** Valid inputs. */
  readonly seeds: readonly string[];
  /** Significant texts. */
  readonly words: readonly string[];
  /** Its input: text, or the bytes of a text in which a character is a byte. */
  readonly read: (text: string) => unknown;
  /** It promises to throw nothing at all; otherwise, it may throw its own errors, but no accidental ones. */
  readonly total: boolean;
}

/** A reader that may reject its input with its own error. */
export function reader(name: string, given: Omit<Reader, 'name' | 'total'>): Reader {
  return { name, total: false, ...given };
}

/** A reader that promises never to throw. */
export function totalReader(name: string, given: Omit<Reader, 'name' | 'total'>): Reader {
  return { name, total: true, ...given };
}
