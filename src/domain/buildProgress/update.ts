/**
 * A decoded message of BuildKit's progress (`client.SolveStatus` of moby/buildkit client/graph.go). Times are milliseconds since 1970, and
 * can only be compared with each other: buildx shifts them so that the first one is its own current time.
 */
export interface ProgressUpdate {
  readonly vertexes: readonly VertexUpdate[];
  readonly statuses: readonly StatusUpdate[];
  readonly logs: readonly LogUpdate[];
  readonly warnings: readonly WarningUpdate[];
}

/** The state of a vertex. It is announced without `started`, and can start and complete several times. */
export interface VertexUpdate {
  readonly digest: string;
  /** Digests of the vertices whose results it needs. */
  readonly inputs: readonly string[];
  readonly name: string;
  readonly started?: number;
  readonly completed?: number;
  readonly cached: boolean;
  readonly error?: string;
}

/** A part of a vertex's work, such as a layer; `current` and `total` are bytes, and `total` is 0 if unknown. */
export interface StatusUpdate {
  readonly id: string;
  readonly vertex: string;
  readonly current: number;
  readonly total: number;
  readonly completed: boolean;
}

/** Output of a `RUN`, split at any position, even within a character. */
export interface LogUpdate {
  readonly vertex: string;
  /** 1: standard output, 2: standard error. */
  readonly stream: number;
  readonly data: Uint8Array;
}

export interface WarningUpdate {
  /** Digest of its vertex, which loads the Dockerfile. */
  readonly vertex?: string;
  readonly short: string;
  readonly detail: readonly string[];
  readonly url?: string;
  /** BuildKit's name of the file, without its folder. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** That line of the file, as BuildKit read it. */
  readonly quoted?: string;
}
