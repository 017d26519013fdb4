import { highestOf, lowestOf } from '../untrusted/extremes.ts';
import { coveredMs, type Interval } from './intervals.ts';
import { LogTail } from './logTail.ts';
import type { StatusUpdate, VertexUpdate } from './update.ts';
import { instructionOf, readStepName, type StepName } from './vertexName.ts';

export type StepState = 'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'cancelled';

/** A running operation: a step of a lane, or one for the whole build. */
export interface Activity {
  readonly name: string;
  /** Bytes, if its running parts report them. */
  readonly current?: number;
  readonly total?: number;
}

interface Work {
  readonly end: number | undefined;
  readonly cached: boolean;
}

const tailBytes = 64 * 1024;

/** A vertex of the build's graph: its working times, its unfinished parts, and the end of its output. */
export class Vertex {
  readonly name: string;
  /** Undefined if it is not a step of a Dockerfile: loading, exporting, pushing. */
  readonly step: StepName | undefined;
  readonly isRun: boolean;
  /** The platform of the step's lane. */
  lane: string | undefined;
  /** The platform that it runs on; undefined for the builder's own if its name does not show it. */
  executedOn: string | undefined;
  error: string | undefined;
  #now: 'waiting' | 'running' | 'completed' = 'waiting';
  /** By start: a message about the same start replaces the previous one. */
  readonly #work = new Map<number, Work>();
  readonly #parts = new Map<string, StatusUpdate>();
  #tail: LogTail | undefined;

  constructor(name: string) {
    this.name = name;
    this.step = readStepName(name);
    this.isRun = this.step !== undefined && instructionOf(this.step.text) === 'RUN';
  }

  /** @param begun start of the build: earlier work belongs to another build, and only its result is used */
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

  /** A part of the vertex's work progressed. */
  advance(status: StatusUpdate): void {
    if (status.completed || this.#now === 'completed') {
      this.#parts.delete(status.id);
    } else {
      this.#parts.set(status.id, status);
    }
  }

  /** Keeps the end of the output while it may be needed: it explains why a step failed. */
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

  /** The completed intervals of real work. */
  worked(): Interval[] {
    return [...this.#work].flatMap(([start, { end, cached }]) => (end === undefined || cached ? [] : [{ start, end }]));
  }

  get ms(): number {
    return coveredMs(this.worked());
  }

  /** First start and last end, including cache look-ups. */
  span(): { start: number | undefined; end: number | undefined } {
    const ends = [...this.#work.values()].flatMap(({ end }) => end ?? []);
    return { start: lowestOf(this.#work.keys()), end: highestOf(ends) };
  }

  /**
   * A `RUN` counts as executed if it ever was: bake can report it again, as cached, for the next target. Other vertices first check whether
   * there is anything to do, so their last interval counts.
   */
  #isCached(): boolean {
    const work = [...this.#work.values()];
    return this.isRun ? work.every(({ cached }) => cached) : (work.at(-1)?.cached ?? true);
  }
}

/** Whether BuildKit only stopped the vertex because something else failed, or the build was canceled. */
function isCancellation(error: string): boolean {
  return /\bcontext canceled$/.test(error.trimEnd());
}
