import type { BuildOutput } from '../build/request.ts';

/** What is known about a failure. All text in it is hostile: a Dockerfile, a base image and a registry write parts of it. */
export interface Evidence {
  /** What the tool wrote (stderr and stdout text, not rawjson lines); at most the last 64 kB matter. */
  readonly text: string;
  readonly exitCode?: number;
  /** Set when the program could not even be started, such as `ENOENT`. */
  readonly spawnError?: string;
  readonly failedStep?: {
    /** The vertex's name, such as `[linux/arm64 build 2/4] RUN make`. */
    readonly name: string;
    readonly platform?: string;
    readonly error: string;
    readonly log: string;
  };
  /** Values that must not be told, whatever they look like. */
  readonly secrets?: readonly string[];
  readonly location?: { readonly file: string; readonly line: number };
  /** BuildKit's warnings in one line each; with rawjson they are not in the text. */
  readonly warnings?: readonly string[];
  /** What was asked. */
  readonly platforms?: readonly string[];
  readonly routes?: readonly {
    readonly platform: string;
    readonly how: 'native' | 'emulated' | 'unsupported' | 'unknown';
  }[];
  readonly output?: BuildOutput;
  readonly image?: string;
  readonly builder?: string;
  readonly driver?: string;
  readonly dockerfile?: string;
}
