/** Something that reads outside text, to be given anything. */
export interface Reader {
  readonly name: string;
  /** Inputs that it understands. */
  readonly seeds: readonly string[];
  /** Pieces that mean something to it. */
  readonly words: readonly string[];
  /** What it is given: text, or the bytes of a text in which a character is a byte. */
  readonly read: (text: string) => unknown;
  /** It promises to throw nothing at all; else what it throws has to be an error of its own, no accident. */
  readonly total: boolean;
}

/** A reader that may refuse its input with an error of its own. */
export function reader(name: string, given: Omit<Reader, 'name' | 'total'>): Reader {
  return { name, total: false, ...given };
}

/** A reader that promises never to throw. */
export function totalReader(name: string, given: Omit<Reader, 'name' | 'total'>): Reader {
  return { name, total: true, ...given };
}
