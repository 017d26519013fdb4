/** Takes the whole output of a build. */
export interface BuildLog {
  /** Undefined where there is no file. */
  readonly path: string | undefined;
  /** Never throws. */
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/**
 * Opens the file that takes the whole output of a build; the terminal may leave lines out. May throw, as may all that it gives.
 *
 * @param lost called when the file cannot be written any more
 */
export type OpenLogFile = (lost: (error: unknown) => void) => {
  readonly path: string;
  readonly write: (text: string) => void;
  readonly end: () => void;
};

/**
 * A log that does not fail: a full disk must not end a build.
 *
 * @param lost called once, when there is no log any more
 */
export function openBuildLog(open: OpenLogFile, lost: (reason: string) => void): BuildLog {
  let isLost = false;
  const lose = (error: unknown) => {
    if (!isLost) {
      isLost = true;
      lost(error instanceof Error ? error.message : String(error));
    }
  };
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return isLost ? undefined : work();
    } catch (error) {
      lose(error);
      return undefined;
    }
  };
  const file = attempt(() => open(lose));
  return {
    path: file?.path,
    write: (text) => attempt(() => file?.write(text)),
    end: () => attempt(() => file?.end()),
  };
}
