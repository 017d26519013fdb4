import { lowestOf } from './untrusted/extremes.ts';
import { stripControls } from './terminalText.ts';
import type { Making } from './build/report.ts';
import { LaneSteps, type Lane } from './buildProgress/lane.ts';
import type { ProgressUpdate, VertexUpdate } from './buildProgress/update.ts';
import { Vertex, type Activity, type StepState } from './buildProgress/vertex.ts';
import { instructionOf, type StepName } from './buildProgress/vertexName.ts';
import { Warnings, type ProgressWarning } from './buildProgress/warnings.ts';
import type { How } from './builder/route.ts';

export { failureExcerpt, failureLocation, type QuotedLine } from './buildProgress/failureLocation.ts';
export { pushBegins, pushBeginsIn } from './buildProgress/pushBegins.ts';
export type { LogUpdate, ProgressUpdate, StatusUpdate, VertexUpdate, WarningUpdate } from './buildProgress/update.ts';
export type { Activity } from './buildProgress/vertex.ts';
export type { Lane } from './buildProgress/lane.ts';

export interface ProgressOptions {
  /** The requested platforms, with one lane each. Without any, every platform that a step names has one. */
  readonly routes: readonly { readonly platform: string; readonly how: How }[];
  /**
   * Stages on the builder's own platform (`FROM --platform=$BUILDPLATFORM`), in lowercase; with several targets, the target's name and a
   * space come first. In a build for one platform, step names do not show this.
   */
  readonly nativeStages?: readonly string[];
}

/** The state of a vertex: a step of a Dockerfile if it has a `label`, otherwise an operation such as `exporting to image`. */
export interface Step {
  /** `app arm64 build 2/4`: target, platform, stage and position, as far as known. */
  readonly label?: string;
  /** The instruction, or the vertex's whole name. Untrusted until escaped. */
  readonly name: string;
  readonly platform?: string;
  readonly state: StepState;
  /** Whether it is a `RUN` that runs under emulation. */
  readonly emulated: boolean;
  /** Of work that has ended. */
  readonly ms: number;
  readonly error?: string;
}

/** The step that made a build fail. Untrusted until escaped. */
export interface FailedStep {
  readonly name: string;
  readonly platform?: string;
  /** The bake target, if there are several. */
  readonly target?: string;
  readonly error: string;
  /** The end of its output, without control characters. */
  readonly log: string;
  /** Such as `RUN`. */
  readonly instruction?: string;
}

/** Follows a build by BuildKit's progress. Its memory grows with the number of steps, not with their output. */
export class BuildProgress {
  readonly #lanes = new Map<string, LaneSteps>();
  readonly #openLanes: boolean;
  readonly #howOf: (platform: string | undefined) => How;
  readonly #nativeStages: ReadonlySet<string>;
  readonly #vertices = new Map<string, Vertex>();
  /** The step that first named a vertex as its input. */
  readonly #neededBy = new Map<string, Vertex>();
  readonly #shared = new Set<Vertex>();
  readonly #warnings = new Warnings();
  #failed: Vertex | undefined;
  #begun: number | undefined;

  constructor({ routes, nativeStages = [] }: ProgressOptions) {
    const hows = new Map(routes.map(({ platform, how }) => [platform, how]));
    // a platform that was not requested comes from a Dockerfile's `--platform`: nearly always the builder's own
    this.#howOf = (platform) => hows.get(platform ?? '') ?? (platform === undefined ? 'native' : 'unknown');
    this.#openLanes = routes.length === 0;
    this.#nativeStages = new Set(nativeStages);
    for (const { platform } of routes) {
      this.#lanes.set(platform, new LaneSteps(platform, this.#howOf));
    }
  }

  apply({ vertexes, statuses, logs, warnings }: ProgressUpdate): void {
    if (this.#begun === undefined) {
      this.#begun = lowestOf(vertexes.flatMap(({ started }) => started ?? []));
    }
    for (const update of vertexes) {
      this.#applyVertex(update);
    }
    for (const status of statuses) {
      this.#vertices.get(status.vertex)?.advance(status);
    }
    for (const { vertex, data } of logs) {
      this.#vertices.get(vertex)?.print(data);
    }
    for (const warning of warnings) {
      this.#warnings.add(warning, this.#vertices.get(warning.vertex ?? '')?.name);
    }
  }

  /** One per platform, in the order of the routes. */
  lanes(): Lane[] {
    return [...this.#lanes.values()].map((lane) => lane.view());
  }

  /** The most recently started operation for the whole build: loading the context, exporting, pushing. */
  shared(): Activity | undefined {
    return [...this.#shared].at(-1)?.activity;
  }

  step(digest: string): Step | undefined {
    const vertex = this.#vertices.get(digest);
    if (vertex === undefined) {
      return undefined;
    }
    const { name, step, lane, state, isRun, executedOn, ms, error } = vertex;
    return {
      ...(step && { label: labelOf(step, lane, this.#lanes.size > 1) }),
      name: step?.text ?? name,
      ...(lane !== undefined && { platform: lane }),
      state,
      emulated: isRun && this.#howOf(executedOn) === 'emulated',
      ms,
      ...(error !== undefined && { error }),
    };
  }

  /** How each platform was built, for the report. */
  making(): Making[] {
    return [...this.#lanes.values()].map((lane) => lane.making());
  }

  /** The step that failed by itself, and not because of another one; steps of the Dockerfile take precedence. */
  failedStep(): FailedStep | undefined {
    const vertex = this.#failed;
    if (vertex === undefined) {
      return undefined;
    }
    const instruction = vertex.step && instructionOf(vertex.step.text);
    return {
      name: vertex.step?.text ?? vertex.name,
      ...(vertex.lane !== undefined && { platform: vertex.lane }),
      ...(vertex.step?.target !== undefined && { target: vertex.step.target }),
      error: vertex.error ?? '',
      log: stripControls(vertex.log),
      ...(instruction !== undefined && { instruction }),
    };
  }

  warnings(): ProgressWarning[] {
    return this.#warnings.all();
  }

  #applyVertex(update: VertexUpdate): void {
    const vertex = this.#vertices.get(update.digest) ?? this.#announce(update);
    vertex.apply(update, this.#begun ?? -Infinity);
    for (const input of update.inputs) {
      if (!this.#neededBy.has(input)) {
        this.#neededBy.set(input, vertex);
      }
    }
    const { state } = vertex;
    const running = (vertex.lane === undefined ? undefined : this.#lanes.get(vertex.lane)?.running) ?? this.#shared;
    if (state === 'running') {
      running.add(vertex);
    } else if (state !== 'waiting') {
      running.delete(vertex);
    }
    if (state === 'failed' && isFatal(vertex) && (this.#failed === undefined || (vertex.step && !this.#failed.step))) {
      this.#failed = vertex;
    }
  }

  #announce({ digest, name }: VertexUpdate): Vertex {
    const vertex = new Vertex(name);
    this.#vertices.set(digest, vertex);
    if (vertex.step) {
      this.#place(vertex, vertex.step, this.#neededBy.get(digest));
    }
    return vertex;
  }

  /**
   * Finds the lane of a step: that of its platform; otherwise (no platform in its name, or one that was not requested) that of the step
   * that needs it; otherwise the only one.
   */
  #place(vertex: Vertex, step: StepName, neededBy: Vertex | undefined): void {
    const own = step.platform;
    if (own !== undefined && this.#openLanes && !this.#lanes.has(own)) {
      this.#lanes.set(own, new LaneSteps(own, this.#howOf));
    }
    const only = this.#lanes.size === 1 ? [...this.#lanes.keys()][0] : undefined;
    vertex.lane = own !== undefined && this.#lanes.has(own) ? own : (neededBy?.lane ?? only);
    const sameStage = neededBy?.step !== undefined && neededBy.step.stage === step.stage;
    const stage = step.stage ?? '';
    const native = this.#nativeStages.has(step.target === undefined ? stage : `${step.target} ${stage}`);
    vertex.executedOn = step.executedOn ?? (native ? undefined : sameStage ? neededBy.executedOn : vertex.lane);
    if (vertex.lane !== undefined) {
      this.#lanes.get(vertex.lane)?.steps.push(vertex);
    }
  }
}

function labelOf({ target, stage, position }: StepName, lane: string | undefined, severalLanes: boolean): string {
  const platform = severalLanes ? lane?.replace(/^linux\//, '') : undefined;
  return [target, platform, stage, position].filter((part) => part !== undefined).join(' ');
}

/** A build continues without a cache that cannot be imported. */
function isFatal({ name }: Vertex): boolean {
  return !/^(?:\[[^\]]*\] )?importing cache manifest from /.test(name);
}
