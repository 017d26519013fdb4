/** Milliseconds that a cluster has for an answer, exec plugins included. */
export const usualLimit = 20_000;
/** The part of it that a server has for an answer; the rest is to tell a silent server from a login that wants a person. */
const serversShare = 0.75;

/** What a server has of a limit in milliseconds: whole seconds, as kubectl takes them. */
export function secondsOf(limit: number): number {
  return Math.max(1, Math.ceil((limit * serversShare) / 1000));
}
