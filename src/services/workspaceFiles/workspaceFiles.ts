import { createHash } from 'node:crypto';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { good } from '../../domain/result.ts';
import { byDepth, type Collected } from '../../domain/sources/collect.ts';
import type { BuildSource } from '../../domain/sources/buildSource.ts';
import { directoryOf, fileKind } from '../../domain/sources/fileKinds.ts';
import { renderableCharts, type RenderableChart } from '../../domain/sources/helm/rendered.ts';
import { isWorkerError } from '../../tools/worker/errors.ts';
import type { Workers } from '../../tools/worker/workers.ts';
import { diagnoseWorker } from '../worker/diagnoseWorker.ts';
import type { WorkerJobs } from '../worker/jobs.ts';
import { createCombiner, type Combined } from './combine.ts';
import { loadOnce } from '../concurrency/loadOnce.ts';
import { createContextGuess } from './contextGuess.ts';
import { createFactStore, type FactStore, type FileUnit } from './factStore.ts';
import type { RenderedCharts, RenderedChartsDeps } from './renderedCharts.ts';
import { largestFile, type FileToRead } from './fileJobs.ts';

/**
 * Facts from workspace files. A thread reads each file when it has changed, for all callers. Skips files that do not exist, are larger than
 * `largestFile`, or cannot be read. Rejects with `CancelledError` only; each caller has its own signal.
 */
export interface WorkspaceFiles {
  /** Everything that an image can be built from: Dockerfiles, then bake files, then Compose files, with shorter paths first. */
  sources(files: readonly FileToRead[], signal?: AbortSignal): Promise<Collected>;
  /** A Dockerfile, regardless of its name; undefined if it cannot be read. */
  dockerfile(file: FileToRead, signal?: AbortSignal): Promise<BuildSource | undefined>;
  /**
   * The images and node requirements in YAML files.
   *
   * @param part receives those of the files that were read so far
   */
  manifests(files: readonly FileToRead[], signal?: AbortSignal, part?: (soFar: Manifests) => void): Promise<Manifests>;
  /** The charts among these files that Helm can render. */
  charts(files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly RenderableChart[]>;
  /** `manifests` uses what Helm renders, until a file of the chart changes. Rejects as `RenderedCharts.render` does. */
  renderChart(chart: RenderableChart, files: readonly FileToRead[], signal?: AbortSignal): Promise<void>;
  /** The files that reference an image by tag; `id` is the full reference. */
  naming(id: string, files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly FileToRead[]>;
}

/** What the YAML files of a folder say together. */
export interface Manifests extends Combined {
  /** Number of files that were not read because all of them are too large together; 0 until that is known. */
  readonly left: number;
}

export interface WorkspaceFilesDeps extends Pick<RenderedChartsDeps, 'runner' | 'helm'> {
  readonly workers: Pick<Workers<WorkerJobs>, 'run'>;
  /** Files could not be read; called once per state of the files. */
  readonly onProblems: (problems: readonly DiagnosedError[]) => void;
}

/** Number of files to check at a time: the size of a thread's answer is limited. */
const mostStamps = 1000;
/** In bytes, for all files of one call; further files are skipped. */
const mostBytes = 64 * 1024 * 1024;

export function createWorkspaceFiles({ workers, onProblems, runner, helm }: WorkspaceFilesDeps): WorkspaceFiles {
  const sources = createFactStore(async (files, signal) => good(await workers.run('sources', files, { signal })));
  const manifests = createFactStore((files, signal) => workers.run('manifest', files, { signal }));
  const dockerfiles = createFactStore(async (files, signal) =>
    good(await workers.run('dockerfile', files, { signal })),
  );
  const withContexts = createContextGuess(workers);
  const combine = createCombiner();
  /** Absent until a chart is rendered for the first time. */
  let rendered: RenderedCharts | undefined;
  const loadRendered = loadOnce(async () => {
    const { createRenderedCharts } = await import('./renderedCharts.ts');
    rendered = createRenderedCharts({ runner, workers, helm, stampsOf });
    return rendered;
  });
  const mentions = createFactStore(async (files, signal) =>
    good({ files, ids: await workers.run('mentions', files, { signal }) }),
  );

  async function ask<T>(
    store: FactStore<T>,
    units: readonly FileUnit[],
    signal?: AbortSignal,
    part?: (facts: readonly T[]) => void,
  ) {
    const found = await store.ask(units, signal, part);
    if (found.problems.length > 0) {
      onProblems(found.problems);
    }
    return found;
  }

  async function stampsOf(files: readonly string[], signal?: AbortSignal) {
    try {
      const stamps = await workers.run('stamps', files, { signal });
      return stamps.map((stamp, index) => [files[index], stamp] as const);
    } catch (error) {
      // a disk that does not respond
      if (!isWorkerError(error)) {
        throw error;
      }
      onProblems([diagnoseWorker(error, files[0] === undefined ? {} : { file: files[0] })]);
      return [];
    }
  }

  /** The readable files with their state. */
  async function stamped(files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly Stamped[]> {
    return (await limited(files, signal)).stamped;
  }

  async function stampedUnits(files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly FileUnit[]> {
    return (await stamped(files, signal)).map(unitOf);
  }

  async function limited(
    files: readonly FileToRead[],
    signal?: AbortSignal,
  ): Promise<{ readonly stamped: readonly Stamped[]; readonly left: number }> {
    const onDisk = files.filter(({ text }) => text === undefined).map(({ file }) => file);
    const parts = Array.from({ length: Math.ceil(onDisk.length / mostStamps) }, (_, part) =>
      onDisk.slice(part * mostStamps, (part + 1) * mostStamps),
    );
    const answers = await Promise.all(parts.map((part) => stampsOf(part, signal)));
    const stamps = new Map(answers.flat());
    let bytes = mostBytes;
    const readable = files.flatMap((file) => {
      const { text } = file;
      const found = text === undefined ? stamps.get(file.file) : stampOf(text);
      bytes -= found?.size ?? 0;
      return found ? [{ file, stamp: found.stamp, fits: bytes >= 0 }] : [];
    });
    const fitting = readable.filter(({ fits }) => fits);
    return { stamped: fitting, left: readable.length - fitting.length };
  }

  return {
    async sources(files, signal) {
      const units = sourceUnits(await stamped(files, signal));
      const { facts, unread } = await ask(sources, units, signal);
      const all = facts.flatMap((each) => each.sources);
      return {
        running: facts.flatMap((each) => each.running),
        sources: await withContexts(
          (['dockerfile', 'bake', 'compose'] as const).flatMap((kind) => all.filter((one) => one.kind === kind)),
          files,
          signal,
        ),
        tooComplex: [
          ...facts.flatMap((each) => each.tooComplex),
          ...unread.flatMap(({ files: unreadFiles }) => unreadFiles.map(({ path }) => path)),
        ],
      };
    },
    async dockerfile(file, signal) {
      const units = await stampedUnits([file], signal);
      const { facts } = await ask(dockerfiles, units, signal);
      return (await withContexts(facts, [file], signal))[0];
    },
    async manifests(files, signal, part) {
      const { stamped: readable, left } = await limited(files, signal);
      let parts = Promise.resolve();
      const { facts } = await ask(
        manifests,
        readable.map(unitOf),
        signal,
        part &&
          ((soFar) => {
            parts = parts.then(async () => {
              const whole = await combine(soFar);
              if (!signal?.aborted) {
                part({ ...whole, left: 0 });
              }
            });
          }),
      );
      await parts;
      return { ...(await combine(rendered ? await rendered.applied(facts, files, signal) : facts)), left };
    },
    async charts(files, signal) {
      return renderableCharts((await ask(manifests, await stampedUnits(files, signal), signal)).facts);
    },
    async renderChart(chart, files, signal) {
      await (await loadRendered()).render(chart, files, signal);
    },
    async naming(id, files, signal) {
      const units = await stampedUnits(files, signal);
      const { facts } = await ask(mentions, units, signal);
      return facts.flatMap((each) => (each.ids.includes(id) ? each.files : []));
    },
  };
}

interface Stamped {
  readonly file: FileToRead;
  readonly stamp: string;
}

/** For text that is not on disk. */
function stampOf(text: string): { readonly stamp: string; readonly size: number } | undefined {
  const size = text.length;
  return size > largestFile ? undefined : { stamp: createHash('sha256').update(text).digest('hex'), size };
}

function unitOf({ file, stamp }: Stamped): FileUnit {
  return { files: [file], stamp };
}

/** A Dockerfile stands alone; the bake and Compose files of a folder are merged. */
function sourceUnits(files: readonly Stamped[]): readonly FileUnit[] {
  const units = new Map<string, [Stamped, ...Stamped[]]>();
  for (const one of [...files].sort((a, b) => byDepth(a.file.path, b.file.path))) {
    const { path } = one.file;
    const key = fileKind(path) === 'dockerfile' ? path : `${directoryOf(path)}/`;
    const unit = units.get(key);
    if (unit) {
      unit.push(one);
    } else {
      units.set(key, [one]);
    }
  }
  return [...units.values()].map(([first, ...others]) => ({
    files: [first.file, ...others.map(({ file }) => file)],
    stamp: [first, ...others].map(({ stamp }) => stamp).join('\n'),
  }));
}
