import { killTree, type KillTools, type Manner } from './killTree.ts';

/** Ends one program. */
export interface Stopper {
  /** Asks it to end, and kills it if it takes longer than a moment. */
  readonly politely: () => void;
  readonly now: () => void;
  /** Whether it was ended without a request: for a timeout, or because everything ends. */
  readonly stopped: () => boolean;
  /** Resolves if it cannot be ended: it belongs to another user, or hangs in the kernel. */
  readonly givenUp: Promise<void>;
  /** It has ended; its children may still run. */
  readonly exited: () => void;
  readonly clear: () => void;
}

/**
 * Milliseconds that a program has to end by itself after it was asked to. After its end, its output has twice that time, because a
 * remaining child, such as a login agent, can hold it open. The same applies to a killed one.
 */
export const patience = 700;

/** @param pid undefined if the program could not be started */
export function createStopper(pid: number | undefined, tools: KillTools): Stopper {
  let force: NodeJS.Timeout | undefined;
  let last: NodeJS.Timeout | undefined;
  let forced = false;
  let exited = false;
  let ended = false;
  let giveUp: (() => void) | undefined;
  const givenUp = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const kill = (manner: Manner) => {
    // once it has ended, another process may have its id
    if (pid !== undefined && !ended) {
      killTree(pid, manner, tools);
    }
  };
  const end = () => {
    kill('now');
    last ??= setTimeout(() => giveUp?.(), 2 * patience);
  };
  return {
    politely: () => {
      kill('politely');
      force ??= setTimeout(end, patience);
    },
    now: () => {
      forced ||= !exited;
      end();
    },
    stopped: () => forced,
    givenUp,
    exited: () => {
      exited = true;
    },
    clear: () => {
      ended = true;
      clearTimeout(force);
      clearTimeout(last);
    },
  };
}
