import { EventEmitter, type Event } from 'vscode';
import type { Workloads, WorkloadsAnswer } from '../../services/clusters/workloads.ts';

/** The information about the workloads of a context. */
export interface KnownWorkloads {
  readonly context: string;
  /** The last answer of this session. */
  readonly answer: WorkloadsAnswer | undefined;
}

/** The workloads of selected clusters, shared by view and commands. Queries only on request. */
export interface WorkloadModel {
  /** Fires when there is an answer of this context. */
  readonly onDidChange: Event<string>;
  known(context: string): KnownWorkloads;
  /** Whether a query is needed: there was none, or none since `forget`. */
  isOld(context: string): boolean;
  /** Queries now; concurrent calls share the answer. Rejects with `CancelledError` only. */
  read(context: string, signal?: AbortSignal): Promise<KnownWorkloads>;
  /** Answers from before that time (milliseconds since 1970) stay visible, and are queried again on display. */
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
