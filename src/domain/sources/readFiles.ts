/** A file of a workspace folder that could be read; `path` is relative to the folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What files define together. A file that takes too much work to read is left out, and named. */
export interface FoundIn<T> {
  readonly found: readonly T[];
  /** Paths. */
  readonly tooComplex: readonly string[];
}
