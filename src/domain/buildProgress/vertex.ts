import { highestOf, lowestOf } from '../untrusted/extremes.ts';
import { coveredMs, type Interval } from './intervals.ts';
import { LogTail } from './logTail.ts';
import type { StatusUpdate, VertexUpdate } from './update.ts';
import { instructionOf, readStepName, type StepName } from './vertexName.ts';

export type StepState = 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled';

/** What is running: a step of a lane, or something that serves the whole build. */
export interface Activity {
  readonly name: string;
  /** Bytes, where the running parts tell them. */
  readonly current?: number;
  readonly total?: number;
}

interface Work {
  readonly end: number | undefined;
  readonly cached: boolean;
}

const tailBytes = 64 * 1024;

/** One vertex of the build's graph: the times in which it was worked on, its unfinished parts, the end of its output. */
export class Vertex {
  readonly name: string;
  /** Missing for what is no step of a Dockerfile: loading, exporting, pushing. */
  readonly step: StepName | undefined;
  readonly isRun: boolean;
  /** The platform whose lane the step is in. */
  lane: string | undefined;
  /** The platform that it is executed on; missing where that is the builder's own and it has no name for it. */
  executedOn: string | undefined;
  error: string | undefined;
  #now: 'waiting' | 'running' | 'completed' = 'waiting';
  /** By start: a message about the same start replaces the older one. */
  readonly #work = new Map<number, Work>();
  readonly #parts = new Map<string, StatusUpdate>();
  #tail: LogTail | undefined;

  constructor(name: string) {
    this.name = name;
    this.step = readStepName(name);
    this.isRun = this.step !== undefined && instructionOf(this.step.text) === 'RUN';
  }

  /** @param begun start of the build: work before it was done for an earlier one, and only its result is used */
  apply({ started, completed, cached, error }: VertexUpdate, begun: number): void {
    if (started === undefined) {
      return;
    }
    this.#now = completed === undefined ? 'running' : 'completed';
    if (started >= begun) {
      this.#work.set(started, { end: completed, cached });
    }
    this.error = error ?? this.error;
    if (this.#now === 'completed') {
      this.#parts.clear();
      if (this.state !== 'failed') {
        this.#tail = undefined;
      }
    }
  }

  /** A part of the vertex's work has come further. */
  advance(status: StatusUpdate): void {
    if (status.completed || this.#now === 'completed') {
      this.#parts.delete(status.id);
    } else {
      this.#parts.set(status.id, status);
    }
  }

  /** Keeps the end of the output while it can still be asked for: it tells why a step failed. */
  print(data: Uint8Array): void {
    if (this.#now !== 'completed' || this.error !== undefined) {
      this.#tail ??= new LogTail(tailBytes);
      this.#tail.push(data);
    }
  }

  get log(): string {
    return this.#tail?.text() ?? '';
  }

  get activity(): Activity {
    const parts = [...this.#parts.values()];
    const measured = parts.filter(({ total }) => total > 0);
    const latest = this.step ? undefined : parts.at(-1)?.id;
    return {
      name: latest ?? this.step?.text ?? this.name,
      ...(measured.length > 0 && {
        current: measured.reduce((sum, { current }) => sum + current, 0),
        total: measured.reduce((sum, { total }) => sum + total, 0),
      }),
    };
  }

  get state(): StepState {
    if (this.error !== undefined) {
      return isCancellation(this.error) ? 'cancelled' : 'failed';
    }
    if (this.#now !== 'completed') {
      return this.#now;
    }
    return this.#isCached() ? 'cached' : 'done';
  }

  /** The intervals of real work that have ended. */
  worked(): Interval[] {
    return [...this.#work].flatMap(([start, { end, cached }]) => (end === undefined || cached ? [] : [{ start, end }]));
  }

  get ms(): number {
    return coveredMs(this.worked());
  }

  /** First start and last end, those of a look into the cache too. */
  span(): { start: number | undefined; end: number | undefined } {
    const ends = [...this.#work.values()].flatMap(({ end }) => end ?? []);
    return { start: lowestOf(this.#work.keys()), end: highestOf(ends) };
  }

  /**
   * A `RUN` counts as executed when it ever was: bake can report it once more, as cached, for the next target. Other
   * vertices first look whether there is something to do, so their last interval tells.
   */
  #isCached(): boolean {
    const work = [...this.#work.values()];
    return this.isRun ? work.every(({ cached }) => cached) : (work.at(-1)?.cached ?? true);
  }
}

/** Whether BuildKit only stopped the vertex because something else had failed, or somebody stopped the build. */
function isCancellation(error: string): boolean {
  return /\bcontext canceled$/.test(error.trimEnd());
}
