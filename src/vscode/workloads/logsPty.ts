import { EventEmitter, type Pseudoterminal } from 'vscode';
import { safeText } from '../../domain/safeText.ts';
import { LogLines } from '../../domain/terminalText.ts';
import type { Command } from '../../tools/process/command.ts';
import { isCancelled } from '../../tools/process/errors.ts';
import { commandLine } from '../../tools/process/quote.ts';
import type { Runner } from '../../tools/process/runner.ts';

/**
 * A terminal for untrusted output of a program: text and colors only. The terminal would obey anything else, such as sequences that write
 * to the clipboard.
 */
export function createLogsPty(
  command: Pick<Command<never>, 'file' | 'args' | 'env'>,
  stream: Runner['stream'],
): Pseudoterminal {
  const write = new EventEmitter<string>();
  const close = new EventEmitter<number>();
  const abort = new AbortController();
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) {
      write.fire(lines.map((line) => `${line}\r\n`).join(''));
    }
  };

  async function show(): Promise<number> {
    const [said, failed] = [new LogLines(), new LogLines()];
    try {
      print([safeText(commandLine([command.file, ...command.args]))]);
      const exitCode = await stream(command, {
        signal: abort.signal,
        onStdout: (chunk) => {
          print(said.push(chunk));
        },
        onStderr: (chunk) => {
          print(failed.push(chunk));
        },
      });
      print([...said.end(), ...failed.end()]);
      return exitCode;
    } catch (error) {
      if (!isCancelled(error)) {
        print([safeText(error instanceof Error ? error.message : String(error))]);
      }
      return 1;
    }
  }

  return {
    onDidWrite: write.event,
    onDidClose: close.event,
    open: () => {
      void show().then((exitCode) => {
        close.fire(exitCode);
      });
    },
    close: () => {
      abort.abort();
    },
  };
}
