import { redact, redactArgs } from '../domain/redact.ts';
import { stripControls } from '../domain/terminalText.ts';
import { commandLine } from '../tools/process/quote.ts';
import type { RunnerObserver } from '../tools/process/runner.ts';
import { createChannel } from './shared/channel.ts';

/** Number of characters of a program's output to redact. */
const mostOfErrors = 65_536;

/** The output channel "Multi-Arch Builds". All output goes through here, where secrets are redacted. */
export interface Log extends RunnerObserver {
  error(message: string): void;
  readonly show: () => void;
  dispose(): void;
}

export function createLog(name: string): Log {
  const channel = createChannel(name);
  return {
    started: (command, directory) => {
      const where = directory === undefined ? '' : `  (in ${directory})`;
      channel.write(
        'info',
        stripControls(`$ ${redact(commandLine([command.file, ...redactArgs(command.args)]))}${where}`),
      );
    },
    ended: (command, { exitCode, ms, stderr }) => {
      const line = `exit code ${exitCode ?? 'none'} after ${Math.round(ms)} ms: ${redact(command.args.slice(0, 2).join(' '))}`;
      if (exitCode === 0 || (exitCode !== undefined && command.expects?.({ exitCode, stderr }) === true)) {
        channel.write('debug', stripControls(line));
      } else {
        channel.write('warn', stripControls(`${line}\n${redact(stderr.slice(-mostOfErrors).trim()).slice(-4096)}`));
      }
    },
    error: (message) => {
      channel.write('error', stripControls(redact(message)));
    },
    show: () => {
      channel.show();
    },
    dispose: () => {
      channel.dispose();
    },
  };
}
