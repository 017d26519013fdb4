/** A readable file of a workspace folder; `path` is relative to the folder, with `/`. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** The combined definitions of files. A file that takes too much work to read is skipped and reported. */
export interface FoundIn<T> {
  readonly found: readonly T[];
  /** Paths. */
  readonly tooComplex: readonly string[];
}
