import type { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { isWorkerError, type WorkerError } from '../../tools/worker/errors.ts';
import { createShared } from '../clusters/shared.ts';
import { diagnoseWorker } from '../worker/explainWorker.ts';
import type { FileToRead } from './fileJobs.ts';

/** Files that are read together. */
export interface FileUnit {
  readonly files: readonly [FileToRead, ...FileToRead[]];
  /** Tells whether they are what they were. */
  readonly stamp: string;
}

/** What was found in files, and what could not be read. */
export interface Found<T> {
  readonly facts: readonly T[];
  /** Those that nobody was told of before. */
  readonly problems: readonly DiagnosedError[];
  /** Units that were not read since there was too much, or too much trouble with others. */
  readonly unread: number;
}

/** Keeps what was found in files for as long as these are what they were. */
export interface FactStore<T> {
  /** Rejects with `CancelledError` alone: what cannot be read is among the problems. */
  ask(units: readonly FileUnit[], signal: AbortSignal | undefined): Promise<Found<T>>;
}

type Known<T> = { readonly facts: T } | { readonly problem: DiagnosedError };
type Answer<T> = Known<T> & { readonly isNew: boolean };

/** Jobs that one asker has in the queue: who asks at the same time comes in between. */
const atOnce = 8;
/** New ones in one reading, each of which may have cost a thread and its time; what is left then is not read. */
const mostProblems = 5;
/** Characters of all that is kept, as JSON. What is beyond it is not read. */
const mostKept = 32 * 1024 * 1024;

/** @param read finds the facts in files; rejects with `WorkerError` or `CancelledError` */
export function createFactStore<T>(
  read: (files: readonly FileToRead[], signal: AbortSignal) => Promise<T>,
): FactStore<T> {
  /** By the names of files, those that were asked for last at the end. */
  const kept = new Map<string, { readonly stamp: string; readonly known: Known<T>; readonly weight: number }>();
  let weight = 0;
  // a unit is its own key: whoever asks for the same text of the same files shares the reading
  const shared = createShared((key, signal) => read((JSON.parse(key) as FileUnit).files, signal));

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
      const facts = await shared(JSON.stringify(unit), signal);
      keep(name, unit.stamp, { facts });
      return { facts, isNew: true };
    } catch (error) {
      if (!isWorkerError(error)) {
        throw error;
      }
      const problem = problemOf(error, unit);
      // a thread that did not begin may do so the next time
      if (error.reason !== 'crashed') {
        keep(name, unit.stamp, { problem });
      }
      return { problem, isNew: true };
    }
  }

  return {
    async ask(units, signal) {
      const found = new Map<number, T>();
      const problems: DiagnosedError[] = [];
      let [read, size] = [0, 0];
      const isEnough = () => problems.length >= mostProblems || size > mostKept;
      const queue = units.entries();
      const drain = async () => {
        while (!isEnough()) {
          const { value: next, done } = queue.next();
          if (done === true) {
            return;
          }
          const [index, unit] = next;
          read += 1;
          const known = await knownOf(unit, signal);
          if ('facts' in known) {
            found.set(index, known.facts);
            size += kept.get(nameOf(unit))?.weight ?? 0;
          } else if (known.isNew) {
            problems.push(known.problem);
          }
        }
      };
      await Promise.all(Array.from({ length: atOnce }, drain));
      const [unread] = units.slice(read);
      return {
        facts: units.flatMap((_, index) => found.get(index) ?? []),
        problems: unread ? [...problems, problemOf({ reason: 'answer', message: '' }, unread)] : problems,
        unread: units.length - read,
      };
    },
  };
}

function nameOf({ files }: FileUnit): string {
  return files.map(({ file, path }) => `${file}\0${path}`).join('\0');
}

function problemOf(error: Pick<WorkerError, 'reason' | 'message'>, { files: [first] }: FileUnit): DiagnosedError {
  return diagnoseWorker(error, { file: first.path, path: first.file });
}
