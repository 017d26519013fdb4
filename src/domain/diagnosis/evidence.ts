import type { BuildOutput } from '../build/request.ts';

/** The evidence of a failure. All of its text is untrusted: Dockerfiles, base images and registries write parts of it. */
export interface Evidence {
  /** The tool's output (stderr and stdout text, not rawjson lines); only the last 64 kB count. */
  readonly text: string;
  readonly exitCode?: number;
  /** Set if the program could not be started, such as `ENOENT`. */
  readonly spawnError?: string;
  readonly failedStep?: {
    /** The vertex's name, such as `[linux/arm64 build 2/4] RUN make`. */
    readonly name: string;
    readonly platform?: string;
    readonly error: string;
    readonly log: string;
  };
  /** Values to redact, regardless of their form. */
  readonly secrets?: readonly string[];
  readonly location?: { readonly file: string; readonly line: number };
  /** BuildKit's warnings, one line each; with rawjson, they are not in the text. */
  readonly warnings?: readonly string[];
  /** The request. */
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
