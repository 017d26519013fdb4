import type { WarningUpdate } from './update.ts';

/** A warning of BuildKit about a Dockerfile. */
export interface ProgressWarning {
  /** Name of the build check, such as `FromAsCasing`. */
  readonly rule?: string;
  readonly message: string;
  readonly detail: string;
  readonly url?: string;
  /** BuildKit's name of the file, without its folder. */
  readonly file?: string;
  /** The bake target, if there are several. */
  readonly target?: string;
  /** Counted from 1. */
  readonly line?: number;
  /** That line of the file, as BuildKit read it. */
  readonly quoted?: string;
}

/** `Rule: message (line 3)`: linter.FormatBuildkitWarning of moby/buildkit frontend/dockerfile/linter. */
const check = /^(?:([A-Z][A-Za-z0-9]+): )?(.*?)(?: \(line \d+\))?$/s;

/** The target that bake adds if it builds several (buildx util/progress, `WithPrefix`). */
const loading = /^\[(\S+) internal\] /;

const most = 1000;

/** Collects warnings without duplicates: every platform of a build reports the same ones. */
export class Warnings {
  readonly #all = new Map<string, ProgressWarning>();

  /** @param vertex the name of its vertex */
  add({ short, detail, url, file, line, quoted }: WarningUpdate, vertex: string | undefined): void {
    const target = loading.exec(vertex ?? '')?.[1];
    const [, rule, message = short] = check.exec(short) ?? [];
    const key = JSON.stringify([short, file, line, target, quoted]);
    if (this.#all.size < most && !this.#all.has(key)) {
      this.#all.set(key, {
        ...(rule !== undefined && { rule }),
        message,
        detail: detail.join('\n'),
        ...(url !== undefined && { url }),
        ...(file !== undefined && { file }),
        ...(target !== undefined && { target }),
        ...(line !== undefined && { line }),
        ...(quoted !== undefined && { quoted }),
      });
    }
  }

  all(): ProgressWarning[] {
    return [...this.#all.values()];
  }
}
