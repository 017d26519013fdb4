/**
 * Work that is done in a thread of its own, since what it reads may be hostile: plain data in, plain data out. It imports
 * neither `vscode` nor a service that lives in the host. A failure that is to be expected is part of its answer; what it throws
 * reaches the caller as a `WorkerError` of the reason `failed`, with the message alone.
 */
type Job<Input, Answer, Wanted = never, Progress = never> = (
  input: Input,
  caller: Caller<Wanted, Progress>,
) => Answer | Promise<Answer>;

/** Who asked for a job, seen from the thread. */
export interface Caller<Wanted, Progress> {
  /**
   * Bytes that the caller has. No more than a few pieces are on their way at any time: the next is sent when one was dealt with,
   * which is when the one after it is asked for. Throws where the caller could not read them to their end; whoever leaves
   * the loop early needs no more.
   */
  open(wanted: Wanted): AsyncIterable<Uint8Array>;
  report(progress: Progress): void;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** Jobs by their name. */
export type JobTable = Readonly<Record<string, Job<never, unknown>>>;

type CallerOf<J> = J extends (input: never, caller: infer C) => unknown ? C : never;
export type InputOf<J extends (input: never, ...others: never[]) => unknown> = Parameters<J>[0];
export type AnswerOf<J extends (...args: never[]) => unknown> = Awaited<ReturnType<J>>;
export type WantedOf<J> = CallerOf<J> extends Caller<infer Wanted, never> ? Wanted : never;
export type ProgressOf<J> = CallerOf<J> extends Caller<never, infer Progress> ? Progress : never;
