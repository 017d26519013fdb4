import { createHash } from 'node:crypto';
import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { good } from '../../domain/result.ts';
import { byDepth, type Collected } from '../../domain/sources/collect.ts';
import type { Stage } from '../../domain/sources/dockerfile.ts';
import { directoryOf, fileKind } from '../../domain/sources/fileKinds.ts';
import type { ManifestFacts } from '../../domain/sources/manifests/manifestFacts.ts';
import { isWorkerError } from '../../tools/worker/errors.ts';
import type { Workers } from '../../tools/worker/workers.ts';
import { diagnoseWorker } from '../worker/diagnoseWorker.ts';
import type { WorkerJobs } from '../worker/jobs.ts';
import { createFactStore, type FactStore, type FileUnit } from './factStore.ts';
import { largestFile, type FileToRead } from './fileJobs.ts';

/**
 * What files of the workspace say. They are read in a thread, each when it was changed and not before, for all who ask. Files
 * that are gone, larger than `largestFile` or may not be read are left out. Rejects with `CancelledError` alone; each asker
 * has its own signal.
 */
export interface WorkspaceFiles {
  /** Everything that an image can be built from: Dockerfiles, then bake files, then Compose files; what lies higher comes first. */
  sources(files: readonly FileToRead[], signal?: AbortSignal): Promise<Collected>;
  /** The stages of a Dockerfile, whatever its name is; nothing where it cannot be read. */
  stages(file: FileToRead, signal?: AbortSignal): Promise<readonly Stage[] | undefined>;
  /** What YAML files say of images and nodes. */
  manifests(files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly ManifestFacts[]>;
  /** Those of the files that name an image by its tag; `id` in full. */
  naming(id: string, files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly FileToRead[]>;
}

export interface WorkspaceFilesDeps {
  readonly workers: Pick<Workers<WorkerJobs>, 'run'>;
  /** Files could not be read, for the first time since they are as they are. */
  readonly onProblems: (problems: readonly DiagnosedError[]) => void;
}

/** Files whose state is asked for at once: an answer of a thread is bounded. */
const mostStamps = 1000;
/** In bytes, of all files of one question; what is beyond it is left out. */
const mostBytes = 64 * 1024 * 1024;

export function createWorkspaceFiles({ workers, onProblems }: WorkspaceFilesDeps): WorkspaceFiles {
  const sources = createFactStore(async (files, signal) => good(await workers.run('sources', files, { signal })));
  const manifests = createFactStore((files, signal) => workers.run('manifest', files, { signal }));
  const stages = createFactStore(async (files, signal) => good(await workers.run('stages', files, { signal })));
  const mentions = createFactStore(async (files, signal) =>
    good({ files, ids: await workers.run('mentions', files, { signal }) }),
  );

  async function ask<T>(store: FactStore<T>, units: readonly FileUnit[], signal?: AbortSignal) {
    const found = await store.ask(units, signal);
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
      // a disk that does not answer
      if (!isWorkerError(error)) {
        throw error;
      }
      onProblems([diagnoseWorker(error, files[0] === undefined ? {} : { file: files[0] })]);
      return [];
    }
  }

  /** The files that can be read, with what tells whether they are what they were. */
  async function stamped(files: readonly FileToRead[], signal?: AbortSignal): Promise<readonly Stamped[]> {
    const onDisk = files.filter(({ text }) => text === undefined).map(({ file }) => file);
    const parts = Array.from({ length: Math.ceil(onDisk.length / mostStamps) }, (_, part) =>
      onDisk.slice(part * mostStamps, (part + 1) * mostStamps),
    );
    const answers = await Promise.all(parts.map((part) => stampsOf(part, signal)));
    const stamps = new Map(answers.flat());
    let left = mostBytes;
    return files.flatMap((file) => {
      const { text } = file;
      const found = text === undefined ? stamps.get(file.file) : stampOf(text);
      left -= found?.size ?? 0;
      return found && left >= 0 ? [{ file, stamp: found.stamp }] : [];
    });
  }

  return {
    async sources(files, signal) {
      const units = sourceUnits(await stamped(files, signal));
      const { facts, unread } = await ask(sources, units, signal);
      const all = facts.flatMap((each) => each.sources);
      return {
        sources: (['dockerfile', 'bake', 'compose'] as const).flatMap((kind) => all.filter((one) => one.kind === kind)),
        tooComplex: [
          ...facts.flatMap((each) => each.tooComplex),
          ...unread.flatMap(({ files: unreadFiles }) => unreadFiles.map(({ path }) => path)),
        ],
      };
    },
    async stages(file, signal) {
      const units = (await stamped([file], signal)).map(unitOf);
      return (await ask(stages, units, signal)).facts[0];
    },
    async manifests(files, signal) {
      const units = (await stamped(files, signal)).map(unitOf);
      return (await ask(manifests, units, signal)).facts;
    },
    async naming(id, files, signal) {
      const units = (await stamped(files, signal)).map(unitOf);
      const { facts } = await ask(mentions, units, signal);
      return facts.flatMap((each) => (each.ids.includes(id) ? each.files : []));
    },
  };
}

interface Stamped {
  readonly file: FileToRead;
  readonly stamp: string;
}

/** Of a text that is on no disk. */
function stampOf(text: string): { readonly stamp: string; readonly size: number } | undefined {
  const size = text.length;
  return size > largestFile ? undefined : { stamp: createHash('sha256').update(text).digest('hex'), size };
}

function unitOf({ file, stamp }: Stamped): FileUnit {
  return { files: [file], stamp };
}

/** A Dockerfile stands alone; the bake and Compose files of a directory are merged. */
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
