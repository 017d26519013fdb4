import type { BuildSource } from '../../domain/sources/buildSource.ts';
import { guessContext, placesToLook } from '../../domain/sources/dockerfile.ts';
import { isWorkerError } from '../../tools/worker/errors.ts';
import type { Workers } from '../../tools/worker/workers.ts';
import type { WorkerJobs } from '../worker/jobs.ts';
import type { FileToRead } from './fileJobs.ts';

/** Names that are looked up for one question; the Dockerfiles beyond keep their own folder. */
const mostLooked = 4000;

/**
 * Finds the build contexts of Dockerfiles by where the sources of their `COPY` and `ADD` are. Looked up anew each time, since
 * files come and go. Without an answer of the disk the sources stay as they are; rejects with `CancelledError` alone.
 */
export function createContextGuess(workers: Pick<Workers<WorkerJobs>, 'run'>) {
  return async (
    sources: readonly BuildSource[],
    /** Of one folder. */
    files: readonly FileToRead[],
    signal?: AbortSignal,
  ): Promise<readonly BuildSource[]> => {
    const root = rootOf(files);
    let left = mostLooked;
    const places = new Map(
      sources.flatMap((source) => {
        const own = source.kind === 'dockerfile' ? placesToLook(source.file, source.copied ?? []) : [];
        left -= own.reduce((sum, { paths }) => sum + paths.length, 0);
        return own.length > 0 && left >= 0 ? [[source, own] as const] : [];
      }),
    );
    if (root === undefined || places.size === 0) {
      return sources;
    }
    const paths = [...new Set([...places.values()].flat().flatMap((place) => place.paths))];
    const there = await look(
      paths.map((path) => root + path),
      signal,
    );
    const present = new Set(paths.filter((_, at) => there[at]));
    return sources.map((source) => {
      const context = guessContext(places.get(source) ?? [], (path) => present.has(path));
      return context === undefined ? source : { ...source, context };
    });
  };

  async function look(names: readonly string[], signal: AbortSignal | undefined): Promise<readonly boolean[]> {
    try {
      return await workers.run('present', names, { signal });
    } catch (error) {
      if (!isWorkerError(error)) {
        throw error;
      }
      return [];
    }
  }
}

/** The folder that paths count from, with the separator at its end. */
function rootOf([first]: readonly FileToRead[]): string | undefined {
  return first?.file.slice(0, first.file.length - first.path.length);
}
