import { EventEmitter, type Event } from 'vscode';
import type { Workloads, WorkloadsAnswer } from '../../services/clusters/workloads.ts';

/** What is known of what a context runs. */
export interface KnownWorkloads {
  readonly context: string;
  /** The last answer of this session. */
  readonly answer: WorkloadsAnswer | undefined;
}

/** What chosen clusters run; shared by view and commands. Asks only when it is told to. */
export interface WorkloadModel {
  /** There is an answer of this context. */
  readonly onDidChange: Event<string>;
  known(context: string): KnownWorkloads;
  /** Whether it would have to be asked: never, or not since `forget`. */
  isOld(context: string): boolean;
  /** Asks now; calls while an answer is awaited share it. Rejects with `CancelledError` only. */
  read(context: string, signal?: AbortSignal): Promise<KnownWorkloads>;
  /** What was asked for before that (milliseconds since 1970) is shown on, and asked for anew when somebody looks. */
  forget(before: number): void;
  dispose(): void;
}

/** @param now milliseconds since 1970 */
export function createWorkloadModel(workloads: Pick<Workloads, 'read'>, now: () => number): WorkloadModel {
  const changes = new EventEmitter<string>();
  const answers = new Map<string, WorkloadsAnswer>();
  const asked = new Map<string, number>();
  const over = new AbortController();
  const known = (context: string): KnownWorkloads => ({ context, answer: answers.get(context) });

  return {
    onDidChange: changes.event,
    known,
    isOld: (context) => !asked.has(context),
    async read(context, signal) {
      asked.set(context, now());
      try {
        const either = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
        answers.set(context, await workloads.read(context, either));
      } catch (error) {
        asked.delete(context);
        throw error;
      }
      changes.fire(context);
      return known(context);
    },
    forget(before) {
      for (const [context, at] of asked) {
        if (at < before) {
          asked.delete(context);
        }
      }
    },
    dispose: () => {
      over.abort();
      changes.dispose();
    },
  };
}
