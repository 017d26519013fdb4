/**
 * A call of an outside program, as data. Nothing in `tools/` runs one: the runner does, and tests look at `args` and feed
 * `parse` with recorded output.
 */
export interface Command<T> {
  readonly file: string;
  readonly args: readonly string[];
  readonly parse: (output: Output) => T;
  /** Added to the environment of the process, which hands it on to whatever it starts: no place for secrets. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it reads from stdin; nothing by default. Where secrets travel. */
  readonly input?: string;
  /** Exit codes that `parse` is asked about; any other one is a `CommandError`. Default: 0 only. */
  readonly accept?: (exitCode: number) => boolean;
  /** Its output need not be text: `parse` is given the bytes too. */
  readonly isBinary?: true;
}

export interface Output {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** What `stdout` is the text of, where the command says that it need not be text. */
  readonly bytes?: Buffer;
}
