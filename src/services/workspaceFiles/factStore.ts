import type { TooComplex } from '../../domain/untrusted/budget.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { Result } from '../../domain/result.ts';
import { isWorkerError, type WorkerError } from '../../tools/worker/errors.ts';
import { mapLimited } from '../concurrency/mapLimited.ts';
import { createSingleFlight } from '../concurrency/singleFlight.ts';
import { diagnoseWorker } from '../worker/diagnoseWorker.ts';
import type { FileToRead } from './fileJobs.ts';

/** Files that are read together. */
export interface FileUnit {
  readonly files: readonly [FileToRead, ...FileToRead[]];
  /** Identifies the state of the files. */
  readonly stamp: string;
}

/** The facts found in files, and the files that could not be read. */
interface Found<T> {
  readonly facts: readonly T[];
  /** Files that could not be read, or were skipped because there were too many, or too many failures. */
  readonly unread: readonly FileUnit[];
  /** Why, for files that were not reported before. */
  readonly problems: readonly DiagnosedError[];
}

/** Caches the facts of files while the files do not change. */
export interface FactStore<T> {
  /**
   * Rejects with `CancelledError` only: unreadable files are among the problems.
   *
   * @param part receives what is known so far, in the order of the units, whenever twice as many files were read as before
   */
  ask(
    units: readonly FileUnit[],
    signal: AbortSignal | undefined,
    part?: (facts: readonly T[]) => void,
  ): Promise<Found<T>>;
}

type Known<T> = { readonly facts: T } | { readonly problem: DiagnosedError };
/** `lost`: this file cost a thread and its time. */
type Answer<T> = Known<T> & { readonly isNew: boolean; readonly lost?: true };

/** Number of jobs that one caller can queue, so that concurrent callers get their turn. */
const atOnce = 8;
/** Number of threads that may be lost in one call; the remaining files are skipped. */
const mostLost = 5;
/** Number of files after which a part is reported for the first time. */
const firstPart = 32;
/** Maximum number of characters of all cached facts as JSON. Further files are not read. */
const mostKept = 32 * 1024 * 1024;

/** @param read finds the facts in files; rejects with `WorkerError` or `CancelledError` */
export function createFactStore<T>(
  read: (files: readonly FileToRead[], signal: AbortSignal) => Promise<Result<T, TooComplex>>,
): FactStore<T> {
  /** By file names; the most recently requested ones are last. */
  const kept = new Map<string, { readonly stamp: string; readonly known: Known<T>; readonly weight: number }>();
  let weight = 0;
  // a unit is its own key: callers with the same text of the same files share the result
  const shared = createSingleFlight<Result<T, TooComplex>>();

  function keep(name: string, stamp: string, known: Known<T>): void {
    forget(name);
    const own = JSON.stringify(known).length;
    kept.set(name, { stamp, known, weight: own });
    weight += own;
    for (const oldest of kept.keys()) {
      if (weight <= mostKept) {
        break;
      }
      forget(oldest);
    }
  }
  function forget(name: string): void {
    weight -= kept.get(name)?.weight ?? 0;
    kept.delete(name);
  }

  async function knownOf(unit: FileUnit, signal: AbortSignal | undefined): Promise<Answer<T>> {
    const name = nameOf(unit);
    const former = kept.get(name);
    if (former?.stamp === unit.stamp) {
      kept.delete(name);
      kept.set(name, former);
      return { ...former.known, isNew: false };
    }
    try {
      const answer = await shared(JSON.stringify(unit), signal, (own) => read(unit.files, own));
      const known: Known<T> = answer.ok ? { facts: answer.value } : { problem: problemOf(unit) };
      keep(name, unit.stamp, known);
      return { ...known, isNew: true };
    } catch (error) {
      if (!isWorkerError(error)) {
        throw error;
      }
      const problem = problemOf(unit, error);
      // a thread that did not start may do so next time
      if (error.reason !== 'crashed') {
        keep(name, unit.stamp, { problem });
      }
      return { problem, isNew: true, lost: true };
    }
  }

  return {
    async ask(units, signal, part) {
      let nextPart = firstPart;
      const factsOf = () => units.flatMap((unit) => found.get(unit) ?? []);
      const found = new Map<FileUnit, T>();
      const problems: DiagnosedError[] = [];
      let [lost, size] = [0, 0];
      const untried: FileUnit[] = [];
      await mapLimited(units, atOnce, async (unit) => {
        if (lost >= mostLost || size > mostKept) {
          untried.push(unit);
          return;
        }
        const known = await knownOf(unit, signal);
        if ('facts' in known) {
          found.set(unit, known.facts);
          size += kept.get(nameOf(unit))?.weight ?? 0;
        } else if (known.isNew) {
          problems.push(known.problem);
        }
        lost += known.lost ? 1 : 0;
        // reporting takes time for all of them, so it is done less often the more there are
        if (found.size >= nextPart && found.size < units.length) {
          nextPart = found.size * 2;
          part?.(factsOf());
        }
      });
      const unread = units.filter((unit) => !found.has(unit));
      const [next] = untried;
      return {
        facts: factsOf(),
        unread,
        problems: next ? [...problems, problemOf(next)] : problems,
      };
    },
  };
}

function nameOf({ files }: FileUnit): string {
  return files.map(({ file, path }) => `${file}\0${path}`).join('\0');
}

function problemOf({ files: [first] }: FileUnit, error?: WorkerError): DiagnosedError {
  const file = { file: first.path, path: first.file };
  return error ? diagnoseWorker(error, file) : new DiagnosedError(diagnosisOf('tooComplex', file));
}
