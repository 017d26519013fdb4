import { CancelledError, CommandError } from '../../src/tools/process/errors.ts';
import type { Command } from '../../src/tools/process/command.ts';
import type { Runner } from '../../src/tools/process/runner.ts';
import { stub } from './stub.ts';
import { see } from './vscode/session.ts';

/** A program's output, its failure, or an action during its run. */
type Said =
  | string
  | { readonly stderr: string; readonly exitCode?: number }
  | { readonly timedOut: true }
  | (() => Said | Promise<Said>);

/**
 * Runs no program: records each command line, and answers it with the first scripted text that it contains. A command line without an
 * answer succeeds without output.
 */
export function scriptedRunner(answers: readonly (readonly [string, Said])[] = []): Runner {
  async function answerTo(line: string): Promise<Exclude<Said, () => unknown>> {
    let said: Said = answers.find(([part]) => line.includes(part))?.[1] ?? '';
    while (typeof said === 'function') {
      said = await said();
    }
    return said;
  }
  return stub<Runner>('Runner', {
    async run<T>(command: Command<T>, options: { readonly signal?: AbortSignal | undefined } = {}): Promise<T> {
      if (options.signal?.aborted === true) {
        throw new CancelledError();
      }
      const line = [command.file, ...command.args].join(' ');
      see(`$ ${line}`);
      const said = await answerTo(line);
      const output =
        typeof said === 'string'
          ? { stdout: said, stderr: '', exitCode: 0 }
          : 'timedOut' in said
            ? undefined
            : { stdout: '', stderr: said.stderr, exitCode: said.exitCode ?? 1 };
      const isGood = output && (output.exitCode === 0 || command.accept?.(output.exitCode) === true);
      if (!isGood) {
        throw new CommandError(command, output ?? { timedOut: true });
      }
      return command.parse(output);
    },
  });
}
