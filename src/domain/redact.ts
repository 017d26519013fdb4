import { LineRedactor } from './redact/lineRedactor.ts';
import { blot } from './redact/ranges.ts';
import { isSecretName, isSpecification, takesSecret } from './secretNames.ts';

export { LineRedactor };

/**
 * Redacts what looks like a secret. When in doubt, it redacts the whole value with everything attached to it. The lines of one secret
 * become a single mark.
 *
 * @param secrets known secret values, redacted everywhere
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  return new LineRedactor(secrets).lines(text).replace(/\*\*\*(?:\r?\n[ \t]*\*\*\*)+/g, blot);
}

/**
 * Redacts the arguments of a command, whose value boundaries are known. The values of `--build-arg NAME=value` and bake's `--set
 * target.args.NAME=value` are redacted if the name is secret.
 */
export function redactArgs(args: readonly string[]): string[] {
  const login = args.includes('login');
  return args.map((arg, i) => {
    const before = args[i - 1] ?? '';
    const secretFollows = before.startsWith('-') && !before.includes('=') && takesSecret(before);
    return secretFollows || (login && before === '-p') ? blot : redactArgument(arg);
  });
}

/** `NAME=value`, also after other names: `--build-arg=NAME=value`, `type=s3,secret_access_key=value`. */
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
