/**
 * Work that runs in a separate thread because its input is untrusted: plain data in, plain data out. It imports neither `vscode` nor a
 * service of the host. Expected failures are part of its answer; an exception reaches the caller as a `WorkerError` with the reason
 * `failed` and its message only.
 */
type Job<Input, Answer, Wanted = never, Progress = never> = (
  input: Input,
  caller: Caller<Wanted, Progress>,
) => Answer | Promise<Answer>;

/** The caller of a job, as seen from the thread. */
export interface Caller<Wanted, Progress> {
  /**
   * The caller's bytes. Only a few chunks are in transit at a time: the next one is sent when one was processed, that is, when the
   * following one is requested. Throws if the caller could not read them completely; leaving the loop early cancels the rest.
   */
  open(wanted: Wanted): AsyncIterable<Uint8Array>;
  report(progress: Progress): void;
  /** Aborted when no caller waits for the answer. */
  readonly signal: AbortSignal;
}

/** Jobs by name. */
export type JobTable = Readonly<Record<string, Job<never, unknown>>>;

type CallerOf<J> = J extends (input: never, caller: infer C) => unknown ? C : never;
export type InputOf<J extends (input: never, ...others: never[]) => unknown> = Parameters<J>[0];
export type AnswerOf<J extends (...args: never[]) => unknown> = Awaited<ReturnType<J>>;
export type WantedOf<J> = CallerOf<J> extends Caller<infer Wanted, never> ? Wanted : never;
export type ProgressOf<J> = CallerOf<J> extends Caller<never, infer Progress> ? Progress : never;
