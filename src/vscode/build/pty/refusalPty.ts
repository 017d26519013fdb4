import { EventEmitter, type Pseudoterminal } from 'vscode';
import { safeText } from '../../../domain/safeText.ts';

/** A terminal that shows why a task of tasks.json cannot run, and ends. */
export function refusalPty(reasons: readonly string[]): Pseudoterminal {
  const write = new EventEmitter<string>();
  const close = new EventEmitter<number>();
  return {
    onDidWrite: write.event,
    onDidClose: close.event,
    open: () => {
      try {
        write.fire(reasons.map((reason) => `\x1b[31m✖\x1b[0m ${safeText(reason)}\r\n`).join(''));
      } finally {
        close.fire(1);
      }
    },
    close: () => undefined,
  };
}
