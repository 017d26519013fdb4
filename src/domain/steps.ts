/**
 * Work that can be interrupted: it yields between small steps (well under a millisecond each), and returns its result. Pure; the caller decides
 * when the next step runs.
 */
export type Steps<T> = Generator<undefined, T>;
