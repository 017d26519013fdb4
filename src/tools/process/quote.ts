import { hidden, hiddenPairs } from '../../domain/terminalText/hidden.ts';

/**
 * A command line for a shell: with POSIX quoting, or PowerShell's on Windows. The extension never runs it. bash and zsh read the same
 * words, and dash and fish do unless a word has invisible characters. None of these shells runs anything but the first word. `cmd` has no
 * reliable quoting, so nothing is guaranteed for it.
 */
export function commandLine(argv: readonly string[], platform: NodeJS.Platform = process.platform): string {
  const [first = '', ...rest] = argv;
  return argv.length === 0
    ? ''
    : platform === 'win32'
      ? [commandPowerShell(first), ...rest.map(quotePowerShell)].join(' ')
      : [quotePosix(first, /^[\w@+:,./-]+$/), ...rest.map((word) => quotePosix(word))].join(' ');
}

/**
 * The same for a shell in another folder.
 *
 * @param variables additional environment variables; names of letters, digits, `_` and `-`
 */
export function commandLineIn(
  folder: string,
  argv: readonly string[],
  variables: Readonly<Record<string, string>> = {},
  platform: NodeJS.Platform = process.platform,
): string {
  const then = platform === 'win32' ? ';' : ' &&';
  const line = withVariables(argv, Object.entries(variables), platform);
  return folder === '' ? line : `${commandLine(['cd', folder], platform)}${then} ${line}`;
}

function withVariables(
  argv: readonly string[],
  variables: readonly (readonly [string, string])[],
  platform: NodeJS.Platform,
): string {
  return platform === 'win32'
    ? [
        ...variables.map(([name, value]) => `\${env:${name}} = ${textPowerShell(value)}`),
        commandLine(argv, platform),
      ].join('; ')
    : commandLine(
        [...(variables.length > 0 ? ['env'] : []), ...variables.map((pair) => pair.join('=')), ...argv],
        platform,
      );
}

/** Line breaks, escapes and invisible characters in a name must be visible and have no effect. */
const unseen = new RegExp(`${hiddenPairs}|[${hidden}\\u200c\\u200d]`, 'g');

/**
 * @param plain the words that need no quotes: zsh expands a leading `=name`, older fish `%name`; `a=b` as the first word is not a command
 */
function quotePosix(word: string, plain = /^[\w@+:,./-][\w@%+=:,./-]*$/): string {
  if (plain.test(word)) {
    return word;
  }
  if (word.search(unseen) >= 0) {
    // no quotes or backslashes inside, which shells without `$'` would read differently
    const spelled = word.replace(/[\\']/g, codeOf).replace(unseen, codeOf);
    return `$'${spelled}'`;
  }
  // fish interprets backslashes in single quotes, so they are outside of them, like quotes
  return word === ''
    ? "''"
    : word.replace(/([^\\']+)|[\\']/g, (part, text?: string) => (text === undefined ? `\\${part}` : `'${text}'`));
}

function codeOf(characters: string): string {
  const code = characters.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** PowerShell treats a quoted word as a text, and runs it with the call operator. */
function commandPowerShell(word: string): string {
  const quoted = quotePowerShell(word);
  return quoted === word ? word : `& ${quoted}`;
}

/** PowerShell ends parameter-like words at a dot or colon, and treats the four typographic quotes as single quotes. */
function quotePowerShell(word: string): string {
  if (/^[\w+=:./\\-]+$/.test(word) && !/^-.*[.:]/.test(word)) {
    return word;
  }
  return textPowerShell(word);
}

function textPowerShell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&').replace(unseen, '?')}'`;
}
