/** Time limit for a response of a cluster in milliseconds, including exec plugins. */
export const usualLimit = 20_000;
/** The server's share of it; the rest distinguishes a silent server from a login that waits for the user. */
const serversShare = 0.75;

/** The server's share of a limit in milliseconds: whole seconds, as kubectl expects. */
export function secondsOf(limit: number): number {
  return Math.max(1, Math.ceil((limit * serversShare) / 1000));
}
