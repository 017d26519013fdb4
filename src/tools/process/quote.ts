/** A command line that can be pasted into a shell: POSIX quoting, or PowerShell's on Windows. Nothing of ours ever runs it. */
export function commandLine(argv: readonly string[], platform: NodeJS.Platform = process.platform): string {
  const quote = platform === 'win32' ? quotePowerShell : quotePosix;
  return argv.map(quote).join(' ');
}

/** The same, to be run in a folder that the shell is not in. */
export function commandLineIn(
  folder: string,
  argv: readonly string[],
  platform: NodeJS.Platform = process.platform,
): string {
  const [then, line] = [platform === 'win32' ? ';' : ' &&', commandLine(argv, platform)];
  return folder === '' ? line : `${commandLine(['cd', folder], platform)}${then} ${line}`;
}

function quotePosix(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) {
    return word;
  }
  // eslint-disable-next-line no-control-regex -- a line break or an escape in a name must be seen, not obeyed
  if (/[\x00-\x1f\x7f-\x9f]/.test(word)) {
    return `$'${word.replace(/[\\']/g, '\\$&').replace(controls, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)}'`;
  }
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function quotePowerShell(word: string): string {
  if (/^[\w+=:./\\-]+$/.test(word)) {
    return word;
  }
  return `'${word.replaceAll("'", "''").replace(controls, '?')}'`;
}

// eslint-disable-next-line no-control-regex -- see above
const controls = /[\x00-\x1f\x7f-\x9f]/g;
