/**
 * The end of an error's first line, where Go programs write the cause: `dial tcp …: connect: connection refused` out of
 * `failed to list workers: Unavailable: connection error: desc = "transport: Error while dialing: dial tcp …"`.
 */
export function shortError(error: string): string {
  const [first = ''] = error.trim().split(/\r?\n/);
  const cause = /(?:Error while dialing:? )(.*?)"?$/.exec(first)?.[1] ?? /desc = "?(.*?)"?$/.exec(first)?.[1] ?? first;
  return cause.length > 120 ? `${cause.slice(0, 119)}…` : cause;
}
