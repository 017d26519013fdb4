import { LineRedactor } from './redact/lineRedactor.ts';
import { blot } from './redact/ranges.ts';
import { isSecretName, isSpecification, takesSecret } from './secretNames.ts';

export { LineRedactor };

/**
 * Takes what looks like a secret out of a text. Rather too much than too little: a whole value goes, with what is glued to it.
 * The lines of one secret become a single blot.
 *
 * @param secrets values that are known to be secret; taken out wherever they stand
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return new LineRedactor(secrets).lines(text).replace(/\*\*\*(?:\r?\n[ \t]*\*\*\*)+/g, blot);
}

/**
 * The arguments of a command: the same, but with the bounds of each value known. `--build-arg NAME=value` and bake's
 * `--set target.args.NAME=value` lose the value when the name is a secret's.
 */
export function redactArgs(args: readonly string[]): string[] {
  const login = args.includes('login');
  return args.map((arg, i) => {
    const before = args[i - 1] ?? '';
    const secretFollows = before.startsWith('-') && !before.includes('=') && takesSecret(before);
    return secretFollows || (login && before === '-p') ? blot : redactArgument(arg);
  });
}

/** `NAME=value`, also behind other names: `--build-arg=NAME=value`, `type=s3,secret_access_key=value`. */
function redactArgument(arg: string): string {
  for (let start = 0, end = arg.indexOf('='); end >= 0; start = end + 1, end = arg.indexOf('=', start)) {
    const name = arg.slice(start, end).split(',').at(-1) ?? '';
    const value = arg.slice(end + 1);
    if (/^[\w.*-]{1,200}$/.test(name) && isSecretName(name) && !isSpecification(value)) {
      return `${redact(arg.slice(0, end))}=${blot}`;
    }
  }
  return redact(arg);
}
