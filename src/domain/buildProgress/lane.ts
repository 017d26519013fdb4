import type { BuiltHow, Making } from '../build/report.ts';
import type { How } from '../builder/route.ts';
import { coveredMs } from './intervals.ts';
import type { Activity, Vertex } from './vertex.ts';
import { instructionOf } from './vertexName.ts';

/** The progress of one platform. */
export interface Lane {
  readonly platform: string;
  /** How the builder builds it, according to the route. */
  readonly how: How;
  /** How it is built, according to its steps. */
  readonly built: BuiltHow;
  readonly steps: { readonly known: number; readonly done: number; readonly cached: number };
  readonly activity?: Activity;
  /** All of its steps came from the cache. */
  readonly cached?: true;
  readonly failed: boolean;
  readonly startedMs?: number;
  /** When the last step ended; undefined while steps remain. */
  readonly finishedMs?: number;
  /** Time in which at least one of its `RUN` steps ran under emulation. */
  readonly emulatedMs: number;
}

/** The steps of one platform. */
export class LaneSteps {
  readonly platform: string;
  readonly how: How;
  readonly steps: Vertex[] = [];
  /** In the order of their start. */
  readonly running = new Set<Vertex>();
  readonly #howOf: (platform: string | undefined) => How;

  /** @param howOf how the builder runs programs of a platform */
  constructor(platform: string, howOf: (platform: string | undefined) => How) {
    this.platform = platform;
    this.how = howOf(platform);
    this.#howOf = howOf;
  }

  view(): Lane {
    const states = this.steps.map(({ state }) => state);
    const ended = states.filter((state) => state !== 'waiting' && state !== 'running').length;
    const { start, end } = this.#span();
    const latest = [...this.running].at(-1);
    return {
      platform: this.platform,
      how: this.how,
      built: this.#built(),
      steps: {
        known: states.length,
        done: states.filter((state) => state === 'done' || state === 'cached').length,
        cached: states.filter((state) => state === 'cached').length,
      },
      ...(latest && { activity: latest.activity }),
      ...(this.#isCached() && { cached: true }),
      failed: states.includes('failed'),
      ...(start !== undefined && { startedMs: start }),
      ...(end !== undefined && ended === states.length && { finishedMs: end }),
      emulatedMs: this.#emulatedMs(),
    };
  }

  making(): Making {
    const { start = 0, end = start } = this.#span();
    return {
      platform: this.platform,
      how: this.#built(),
      ...(this.#isCached() && { cached: true }),
      ms: Math.round(end - start),
      emulatedMs: Math.round(this.#emulatedMs()),
    };
  }

  /**
   * `emulated` if a `RUN` of the platform runs under emulation, including cached ones: their results once needed an emulator. If no node is
   * known to run the platform, a successful `RUN` proves an emulator, and cached ones prove nothing. A foreign platform is `cross` if a `RUN`
   * on the builder's own platform made it. If nothing ran for it now, it is unknown: its files were copied, or came from the cache.
   */
  #built(): BuiltHow {
    const runs = this.steps.filter(({ isRun }) => isRun);
    const hows = new Set(runs.map(({ executedOn }) => this.#howOf(executedOn)));
    if (hows.has('emulated')) {
      return 'emulated';
    }
    if (hows.has('unsupported')) {
      const foreign = runs.filter(({ executedOn }) => this.#howOf(executedOn) === 'unsupported');
      const proven = foreign.some(({ state }) => state === 'done') && foreign.every(({ state }) => state !== 'failed');
      return proven ? 'emulated' : foreign.every(({ state }) => state === 'cached') ? 'unknown' : 'unsupported';
    }
    const foreign = this.how === 'emulated' || this.how === 'unsupported';
    return foreign ? (runs.some(({ state }) => state !== 'cached') ? 'cross' : 'unknown') : this.how;
  }

  /** A `FROM` is resolved in every build, so it is no sign of work. */
  #isCached(): boolean {
    const made = this.steps.filter(({ step }) => step === undefined || instructionOf(step.text) !== 'FROM');
    return made.length > 0 && made.every(({ state }) => state === 'cached');
  }

  #emulatedMs(): number {
    if (this.#built() !== 'emulated') {
      return 0;
    }
    const foreign = this.steps.filter(
      ({ isRun, executedOn }) => isRun && ['emulated', 'unsupported'].includes(this.#howOf(executedOn)),
    );
    return coveredMs(foreign.flatMap((step) => step.worked()));
  }

  #span(): { start: number | undefined; end: number | undefined } {
    let start: number | undefined;
    let end: number | undefined;
    for (const step of this.steps) {
      const own = step.span();
      start = own.start === undefined ? start : Math.min(own.start, start ?? Infinity);
      end = own.end === undefined ? end : Math.max(own.end, end ?? 0);
    }
    return { start, end };
  }
}
