/** Receives the complete output of a build. */
export interface BuildLog {
  /** Undefined if there is no file. */
  readonly path: string | undefined;
  /** Never throws. */
  readonly write: (text: string) => void;
  readonly end: () => void;
}

/**
 * Opens the log file for the complete output of a build; the terminal may omit lines. All of its methods may throw.
 *
 * @param lost called when the file can no longer be written
 */
export type OpenLogFile = (lost: (error: unknown) => void) => {
  readonly path: string;
  readonly write: (text: string) => void;
  readonly end: () => void;
};

/**
 * A log that never fails: a full disk must not end a build.
 *
 * @param lost called once when the log is lost
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
