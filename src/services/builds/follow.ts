import type { BuildPlan } from '../../domain/build/plan.ts';
import type { Builder } from '../../domain/builder/builder.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { BuildProgress } from '../../domain/buildProgress.ts';
import { formatPlatform, type Platform } from '../../domain/platform.ts';
import { route, type Route } from '../../domain/builder/route.ts';
import type { ProgressEvent } from '../../tools/buildx/progress.ts';

/** Follows one build: the terminal does. */
export interface BuildListener {
  /** The command to show, before anything runs. */
  command(argv: readonly string[]): void;
  /** Once it is known who builds what; `builder` is missing where that could not be found out. */
  started(info: {
    readonly builder?: Builder;
    readonly routes: readonly Route[];
    readonly progress: BuildProgress;
  }): void;
  event(event: ProgressEvent): void;
  /** Something about the build that is not its output. */
  note?(note: BuildNote): void;
}

/** What is told of a build before it runs, or at its end. */
export type BuildNote =
  /** Added arguments and caches that were left out, since nothing is to leave this machine. */
  | { readonly kind: 'notSent'; readonly left: readonly string[] }
  /** What a tag names could not be read before the push, so nobody knows which platforms it may lose. */
  | { readonly kind: 'unread'; readonly tag: string; readonly diagnosis: Diagnosis }
  /** The bake files are written for the top of the workspace, and run there instead of in this folder. */
  | { readonly kind: 'atTop'; readonly folder: string }
  /** A tag is moved only at the end, and keeps these platforms. */
  | { readonly kind: 'aside'; readonly tag: string; readonly side: string; readonly platforms: readonly string[] };

/** What was heard of a build besides its exit code. */
export interface Heard {
  readonly progress: BuildProgress;
  readonly builder?: Builder;
  readonly routes: readonly Route[];
  /** The lines that were no progress, the last ones. */
  readonly lines: readonly string[];
}

const linesKept = 400;

/** What is asked while the build already runs. */
export interface Foreknowledge {
  readonly builder: Builder | undefined;
  /** Stages on the builder's own platform, as BuildKit names them, in lower case. */
  readonly nativeStages: readonly string[];
  /** Those of the plan, or those that the bake file gives. */
  readonly platforms: readonly Platform[];
}

/** Bytes of progress that wait to hear who builds what; a build that says more is shown without it. */
const mostWaiting = 8 * 1024 * 1024;
/** Characters of the lines that are kept. */
const mostCharacters = 1024 * 1024;

/**
 * Hands the events on as soon as it is known which node builds what; the build itself does not wait for that. What the listener throws is
 * thrown at whoever pushes.
 */
export function followBuild(
  asking: Promise<Foreknowledge>,
  plan: Pick<BuildPlan, 'platforms'>,
  listener: BuildListener,
) {
  const lines = createLastLines();
  let waiting: ProgressEvent[] | undefined = [];
  let waitingBytes = 0;
  let progress: BuildProgress | undefined;
  const broken = new AbortController();
  let hurry: (() => void) | undefined;
  const hurried = new Promise<Foreknowledge>((resolve) => {
    hurry = () => {
      resolve({ builder: undefined, nativeStages: [], platforms: plan.platforms });
    };
  });
  const pass = (event: ProgressEvent) => {
    if (event.kind === 'update') {
      progress?.apply(event.update);
    } else {
      lines.push(event.line);
    }
    listener.event(event);
  };
  const ready = Promise.race([asking, hurried]).then(({ builder, nativeStages, platforms }) => {
    const routes = builder
      ? route(platforms, builder)
      : platforms.map((platform) => ({ platform: formatPlatform(platform), how: 'unknown' as const }));
    const followed = new BuildProgress({ routes, nativeStages });
    progress = followed;
    listener.started({ ...(builder && { builder }), routes, progress: followed });
    for (const event of waiting ?? []) {
      pass(event);
    }
    waiting = undefined;
    return { ...(builder && { builder }), routes, progress: followed };
  });
  ready.catch((error: unknown) => {
    waiting = undefined;
    broken.abort(error);
  });
  return {
    /** Aborted when nothing can be handed on, with the reason. */
    broken: broken.signal,
    /** @param bytes that the events were read from */
    push(events: readonly ProgressEvent[], bytes = 0) {
      for (const event of events) {
        if (waiting) {
          waiting.push(event);
        } else {
          pass(event);
        }
      }
      waitingBytes += bytes;
      if (waiting && waitingBytes > mostWaiting) {
        hurry?.();
      }
    },
    async end(): Promise<Heard> {
      return { ...(await ready), lines: lines.all() };
    },
  };
}

/** The last lines, in a bounded number of lines and characters. */
function createLastLines() {
  const lines: string[] = [];
  let characters = 0;
  return {
    push(line: string) {
      lines.push(line);
      characters += line.length;
      while (lines.length > linesKept || (characters > mostCharacters && lines.length > 1)) {
        characters -= lines.shift()?.length ?? 0;
      }
    },
    all: (): readonly string[] => lines,
  };
}
