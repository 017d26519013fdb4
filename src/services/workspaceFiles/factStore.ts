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
  /** Tells whether they are what they were. */
  readonly stamp: string;
}

/** What was found in files, and what could not be read. */
interface Found<T> {
  readonly facts: readonly T[];
  /** What could not be read, or was not since there was too much, or too much trouble with others. */
  readonly unread: readonly FileUnit[];
  /** Why, of those that nobody was told of before. */
  readonly problems: readonly DiagnosedError[];
}

/** Keeps what was found in files for as long as these are what they were. */
export interface FactStore<T> {
  /** Rejects with `CancelledError` alone: what cannot be read is among the problems. */
  ask(units: readonly FileUnit[], signal: AbortSignal | undefined): Promise<Found<T>>;
}

type Known<T> = { readonly facts: T } | { readonly problem: DiagnosedError };
/** `lost`: a thread and its time went with it. */
type Answer<T> = Known<T> & { readonly isNew: boolean; readonly lost?: true };

/** Jobs that one asker has in the queue: who asks at the same time comes in between. */
const atOnce = 8;
/** Threads that may be lost in one reading; what is left then is not read. */
const mostLost = 5;
/** Characters of all that is kept, as JSON. What is beyond it is not read. */
const mostKept = 32 * 1024 * 1024;

/** @param read finds the facts in files; rejects with `WorkerError` or `CancelledError` */
export function createFactStore<T>(
  read: (files: readonly FileToRead[], signal: AbortSignal) => Promise<Result<T, TooComplex>>,
): FactStore<T> {
  /** By the names of files, those that were asked for last at the end. */
  const kept = new Map<string, { readonly stamp: string; readonly known: Known<T>; readonly weight: number }>();
  let weight = 0;
  // a unit is its own key: whoever asks for the same text of the same files shares the reading
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
      keep(name, unit.stamp, former.known);
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
      // a thread that did not begin may do so the next time
      if (error.reason !== 'crashed') {
        keep(name, unit.stamp, { problem });
      }
      return { problem, isNew: true, lost: true };
    }
  }

  return {
    async ask(units, signal) {
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
      });
      const unread = units.filter((unit) => !found.has(unit));
      const [next] = untried;
      return {
        facts: units.flatMap((unit) => found.get(unit) ?? []),
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
