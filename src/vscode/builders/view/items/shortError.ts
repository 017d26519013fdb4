/**
 * The end of an error's first line, where Go programs put the cause: `dial tcp …: connect: connection refused` from `failed to list
 * workers: Unavailable: connection error: desc = "transport: Error while dialing: dial tcp …"`.
 */
export function shortError(error: string): string {
  const [first = ''] = error.trim().split(/\r?\n/);
  const after = (mark: string) => {
    const at = first.indexOf(mark);
    return at < 0 ? undefined : first.slice(at + mark.length).replaceAll(/^"|"$/g, '');
  };
  const cause = after('Error while dialing: ') ?? after('Error while dialing ') ?? after('desc = ') ?? first;
  return cause.length > 120 ? `${cause.slice(0, 119)}…` : cause;
}
