import { killTree, type KillTools, type Manner } from './killTree.ts';

/** Ends one program. */
export interface Stopper {
  /** Asks it to end, and ends it when it takes longer than a moment. */
  readonly politely: () => void;
  readonly now: () => void;
  /** Whether it was ended because nobody asked for that: it took too long, or all is over. */
  readonly stopped: () => boolean;
  /** Resolves when it will not end, whatever is done: it is another user's, or hangs in the kernel. */
  readonly givenUp: Promise<void>;
  /** It has ended; what it started may not have. */
  readonly exited: () => void;
  readonly clear: () => void;
}

/**
 * How long a program may take to end by itself once it was asked to, in milliseconds. Its output has twice as long once it has
 * ended: what it left behind, such as an agent of its login, may hold that for ever. As long is waited for one that was ended.
 */
export const patience = 700;

/** @param pid undefined where the program could not be started */
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
    // once it has ended its id may be another's
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
