import { window, type LogOutputChannel } from 'vscode';
import type { SafeLines } from '../../domain/terminalText.ts';

/** An output channel, created on first use. */
export interface Channel {
  write(level: 'debug' | 'info' | 'warn' | 'error', text: SafeLines): void;
  show(): void;
  dispose(): void;
}

export function createChannel(name: string): Channel {
  let channel: LogOutputChannel | undefined;
  const open = () => (channel ??= window.createOutputChannel(name, { log: true }));
  return {
    write: (level, text) => {
      open()[level](text);
    },
    show: () => {
      open().show();
    },
    dispose: () => {
      channel?.dispose();
    },
  };
}
