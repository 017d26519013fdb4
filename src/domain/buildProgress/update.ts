/**
 * One message of BuildKit's progress (`client.SolveStatus` of moby/buildkit client/graph.go), decoded. Times are milliseconds
 * since 1970 and only good for comparing with each other: buildx moves them so that the first one is its own present.
 */
export interface ProgressUpdate {
  readonly vertexes: readonly VertexUpdate[];
  readonly statuses: readonly StatusUpdate[];
  readonly logs: readonly LogUpdate[];
  readonly warnings: readonly WarningUpdate[];
}

/** What has become of one vertex. It is announced without `started`, and can start and complete several times. */
export interface VertexUpdate {
  readonly digest: string;
  /** Digests of the vertices whose results this one needs. */
  readonly inputs: readonly string[];
  readonly name: string;
  readonly started?: number;
  readonly completed?: number;
  readonly cached: boolean;
  readonly error?: string;
}

/** A part of a vertex's work, such as one layer; `current` and `total` are bytes, `total` 0 where it is not known. */
export interface StatusUpdate {
  readonly id: string;
  readonly vertex: string;
  readonly current: number;
  readonly total: number;
  readonly completed: boolean;
}

/** Output of a `RUN`, cut anywhere, even inside a character. */
export interface LogUpdate {
  readonly vertex: string;
  /** 1: standard output, 2: standard error. */
  readonly stream: number;
  readonly data: Uint8Array;
}

export interface WarningUpdate {
  /** Digest of the vertex that it is about: that which loads the Dockerfile. */
  readonly vertex?: string;
  readonly short: string;
  readonly detail: readonly string[];
  readonly url?: string;
  /** As BuildKit names the file: without the folder that it lies in. */
  readonly file?: string;
  /** Counted from 1. */
  readonly line?: number;
}
