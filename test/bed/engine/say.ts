/** Tells the user on stderr what the test bed installs or waits for. */
export function say(line: string): void {
  process.stderr.write(`[bed] ${line}\n`);
}
