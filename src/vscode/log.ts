import { type LogOutputChannel, window } from 'vscode';
import { redact, redactArgs } from '../domain/redact.ts';
import { commandLine } from '../tools/process/quote.ts';
import type { RunnerObserver } from '../tools/process/runner.ts';

/** Characters of what a program wrote that are looked at. */
const mostOfErrors = 65_536;

/** The output channel "Multi-Arch Builds". Nothing is written to it but through here, where secrets are blotted out. */
export interface Log extends RunnerObserver {
  error(message: string): void;
  readonly show: () => void;
  dispose(): void;
}

export function createLog(name: string): Log {
  let channel: LogOutputChannel | undefined;
  // made when first written to: activation has nothing to say
  const open = () => (channel ??= window.createOutputChannel(name, { log: true }));
  return {
    started: (command, directory) => {
      const where = directory === undefined ? '' : `  (in ${directory})`;
      open().info(`$ ${redact(commandLine([command.file, ...redactArgs(command.args)]))}${where}`);
    },
    ended: (command, { exitCode, ms, stderr }) => {
      const line = `exit code ${exitCode ?? 'none'} after ${Math.round(ms)} ms: ${redact(command.args.slice(0, 2).join(' '))}`;
      if (exitCode === 0) {
        open().debug(line);
      } else {
        open().warn(`${line}\n${redact(stderr.slice(-mostOfErrors).trim()).slice(-4096)}`);
      }
    },
    error: (message) => {
      open().error(redact(message));
    },
    show: () => {
      open().show();
    },
    dispose: () => {
      channel?.dispose();
    },
  };
}
