import type { BuildPlan } from '../../domain/build/plan.ts';
import type { Builder } from '../../domain/builder/builder.ts';
import type { OldBuildx } from '../../domain/builder/oldBuildx.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { BuildProgress } from '../../domain/buildProgress.ts';
import { formatPlatform, type Platform } from '../../domain/platform.ts';
import { route, type Route } from '../../domain/builder/route.ts';
import type { ProgressEvent } from '../../tools/buildx/progress.ts';

/** Observes one build; implemented by the terminal. */
export interface BuildListener {
  /** The command to display, before anything runs. */
  command(argv: readonly string[]): void;
  /** Called when it is known which node builds what; `builder` is missing if that could not be determined. */
  started(info: {
    readonly builder?: Builder;
    readonly routes: readonly Route[];
    readonly progress: BuildProgress;
  }): void;
  event(event: ProgressEvent): void;
  /** A message about the build that is not part of its output. */
  note?(note: BuildNote): void;
}

/** Messages about a build before it runs or at its end. */
export type BuildNote =
  /** Arguments and caches that were omitted, because nothing may leave this machine. */
  | { readonly kind: 'notSent'; readonly left: readonly string[] }
  /** A tag could not be read before the push, so the platforms that it may lose are unknown. */
  | { readonly kind: 'unread'; readonly tag: string; readonly diagnosis: Diagnosis }
  /** Buildx is too old for parts of this build. */
  | { readonly kind: 'oldBuildx'; readonly old: OldBuildx }
  /** The paths in the bake files are relative to the workspace root, so bake runs there instead of in this folder. */
  | { readonly kind: 'atTop'; readonly folder: string }
  /** A tag is moved only at the end, and keeps these platforms. */
  | { readonly kind: 'aside'; readonly tag: string; readonly side: string; readonly platforms: readonly string[] };

/** Evidence about a build besides its exit code. */
export interface Heard {
  readonly progress: BuildProgress;
  readonly builder?: Builder;
  readonly routes: readonly Route[];
  /** The last lines that were not progress. */
  readonly lines: readonly string[];
}

const linesKept = 400;

/** Work that runs in parallel with the build. */
export interface Foreknowledge {
  readonly builder: Builder | undefined;
  /** Stages on the builder's own platform, with BuildKit's names in lowercase. */
  readonly nativeStages: readonly string[];
  /** The platforms of the plan, or of the bake file. */
  readonly platforms: readonly Platform[];
}

/** Bytes of progress that wait for the route; a build with more output is shown without it. */
const mostWaiting = 8 * 1024 * 1024;
/** Number of characters of the kept lines. */
const mostCharacters = 1024 * 1024;

/**
 * Forwards the events as soon as the route is known; the build does not wait for it. Errors of the listener are thrown to the caller of
 * `push`.
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
    /** Aborted with the reason when events can no longer be forwarded. */
    broken: broken.signal,
    /** @param bytes the source of the events */
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

/** The last lines, limited in number and in characters. */
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
