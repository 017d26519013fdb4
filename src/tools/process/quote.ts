import { hidden, hiddenPairs } from '../../domain/terminalText/hidden.ts';

/**
 * A command line that can be pasted into a shell: POSIX quoting, or PowerShell's on Windows. Nothing of ours ever runs it. In bash and
 * zsh it is the same words, in dash and fish too unless one has unseen characters; and whatever the words are, no shell of these
 * runs anything else than the first one. `cmd` has no quoting that holds, so nothing is promised for it.
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
 * The same, to be run in a folder that the shell is not in.
 *
 * @param variables what is added to the environment; names of letters, digits, `_` and `-`
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

/** Line breaks and escapes in a name must be seen, not obeyed; and so must what nobody sees. */
const unseen = new RegExp(`${hiddenPairs}|[${hidden}\\u200c\\u200d]`, 'g');

/** @param plain the words that need no quotes: zsh expands `=name` at the beginning, older fish `%name`; `a=b` as the first word is no command */
function quotePosix(word: string, plain = /^[\w@+:,./-][\w@%+=:,./-]*$/): string {
  if (plain.test(word)) {
    return word;
  }
  if (word.search(unseen) >= 0) {
    // no quote and no backslash within, which shells that do not know `$'` would read otherwise
    const spelled = word.replace(/[\\']/g, codeOf).replace(unseen, codeOf);
    return `$'${spelled}'`;
  }
  // fish reads backslashes within single quotes, so they stand outside of them like the quotes
  return word === ''
    ? "''"
    : word.replace(/([^\\']+)|[\\']/g, (part, text?: string) => (text === undefined ? `\\${part}` : `'${text}'`));
}

function codeOf(characters: string): string {
  const code = characters.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}

/** A quoted word is a text to PowerShell, and becomes a command by the call operator. */
function commandPowerShell(word: string): string {
  const quoted = quotePowerShell(word);
  return quoted === word ? word : `& ${quoted}`;
}

/** PowerShell ends a word of parameter's form at a dot or colon, and takes the four typographic quotes for single ones. */
function quotePowerShell(word: string): string {
  if (/^[\w+=:./\\-]+$/.test(word) && !/^-.*[.:]/.test(word)) {
    return word;
  }
  return textPowerShell(word);
}

function textPowerShell(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, '$&$&').replace(unseen, '?')}'`;
}
