/**
 * A call of an external program as data. Nothing in `tools/` runs it: the runner does, and tests check `args` and pass recorded output to
 * `parse`.
 */
export interface Command<T> {
  readonly file: string;
  readonly args: readonly string[];
  readonly parse: (output: Output) => T;
  /** Added to the environment of the process, which passes it on to its child processes: not for secrets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Its standard input; by default empty. Used to pass secrets. */
  readonly input?: string;
  /** The exit codes that `parse` accepts; others are a `CommandError`. Default: 0 only. */
  readonly accept?: (exitCode: number) => boolean;
  /** Whether a failure is one of the answers that are expected: the log shows no warning for these. */
  readonly expects?: (failure: Pick<Output, 'exitCode' | 'stderr'>) => boolean;
  /** Its output may not be text: `parse` also receives the bytes. */
  readonly isBinary?: true;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** The bytes of `stdout`, if the command declares that it may not be text. */
  readonly bytes?: Buffer;
}
