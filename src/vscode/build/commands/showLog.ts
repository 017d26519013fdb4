import type { Log } from '../../log.ts';

/** `Show Log`: the commands that ran, and their output. */
export function showLog(log: Log) {
  return (): void => {
    log.show();
  };
}
