/** What stands where a secret stood. */
const blot = '***';

/** Words that make the name of a variable, an option or a field a secret's name. */
const secretWord =
  /passw|passphrase|secret|credential|signature|tokens?$|^(?:pwd|pass|keys?|auth|oauth|authorization|authentication|bearer|creds?|private|pat|jwt|cookie)$|(?:api|access|private|ssh|deploy|signing|encryption|license|account|master|gpg|npm|basic)(?:keys?|auth|pwd|pass)$/;

/**
 * Whether a name says that its value is a secret: `GITHUB_TOKEN`, `npmAuth`, `DB_PWD2`. `AUTHOR`, `KEYCLOAK_VERSION` and
 * `TOKENIZER` do not.
 */
export function isSecretName(name: string): boolean {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .some((word) => secretWord.test(word.replace(/\d+$/, '')));
}

const privateKey =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:(?!-----)[\s\S]){0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g;
const userInfo = /\b([a-z][a-z\d+.-]{1,30}:\/\/)([^\s/"'<>]{1,2000})@/gi;
/** Tools also write "authorization: " in front of prose, so it takes a scheme or something that is no word. */
const authorization =
  /\b((?:proxy-)?authorization["']?[ \t]{0,4}[:=][ \t]{0,4}["']?)(?:(?:basic|bearer|digest|negotiate|ntlm|token|apikey|aws4-[\w-]{1,30})[ \t]|(?=[^\s"']{0,200}\d))[^\r\n"']{1,8000}/gi;
const header =
  /\b((?:x-[\w-]{0,40}(?:token|key|auth)[\w-]{0,20}|(?:set-)?cookie)["']?[ \t]{0,4}:[ \t]{0,4}["']?)[^\r\n"']{1,8000}/gi;
const scheme = /\b((?:[Bb]earer|[Bb]asic)[ \t]{1,4})(?=[^\s]{0,200}[\dA-Z=+/])[\w.~+/=-]{4,8000}/g;

/** Tokens that look like nothing else: GitHub, GitLab, AWS, Slack, npm, Docker, Google, Hugging Face, PyPI, Stripe; JWTs. */
const tokens =
  /\b(?:gh[opusr]_\w{16,255}|github_pat_\w{16,255}|gl[a-z]{2,8}-[\w-]{16,255}|(?:AKIA|ASIA)[A-Z\d]{12,124}|xox[a-z]-[\w-]{10,255}|npm_\w{20,255}|dckr_[a-z]{2,8}_[\w-]{16,255}|AIza[\w-]{30,255}|hf_\w{20,255}|pypi-[\w-]{16,1000}|sk[-_][\w-]{20,255}|eyJ[\w-]{4,8000}\.[\w-]{4,16000}(?:\.[\w-]{0,16000})?)/g;

/** How names and values are written together: what comes before a value, with the name; and how long the value is. */
const pairs: readonly { readonly name: RegExp; readonly value: RegExp; readonly secret: (name: string) => boolean }[] =
  [
    // "name": "value"
    {
      name: /["']([\w.-]{1,100})["']\s{0,4}:\s{0,4}(?=["'])/g,
      value: /(["'])(?:(?!\1)[^\\\n]|\\.){0,8000}\1?/y,
      secret: isSecretName,
    },
    // ?name=value&
    { name: /[?&]([\w.-]{1,100})=/g, value: /[^\s&"']{1,8000}/y, secret: isSecretName },
    // name=value
    {
      name: /(?<![\w.*?&-])([\w.*-]{1,100})=/g,
      value: /\\?"[^"\n]{0,8000}"?|'[^'\n]{0,8000}'?|\S{1,8000}/y,
      secret: isSecretName,
    },
    // --name value
    {
      name: /(?<!\S)(--?[\w-]{1,60})[ \t]{1,4}/g,
      value: /"[^"\n]{0,8000}"?|'[^'\n]{0,8000}'?|\S{1,8000}/y,
      secret: takesSecret,
    },
    // name: value, a line of YAML
    { name: /^\s{0,40}(?:- )?([\w.-]{1,100}):[ \t]{1,4}/gm, value: /\S.{0,8000}/y, secret: isSecretName },
  ];

/**
 * Takes what looks like a secret out of a text for the log. Rather too much than too little: a whole value goes, with what
 * is glued to it.
 *
 * @param secrets values that are known to be secret; taken out wherever they stand
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  const shaped = known
    .reduce((rest, secret) => rest.replaceAll(secret, blot), text)
    .replace(privateKey, blot)
    .replace(userInfo, redactUser)
    .replace(authorization, `$1${blot}`)
    .replace(header, `$1${blot}`)
    .replace(scheme, `$1${blot}`)
    .replace(tokens, blot);
  return pairs.reduce(redactPairs, shaped);
}

function redactPairs(text: string, { name, value, secret }: (typeof pairs)[number]): string {
  let redacted = '';
  let done = 0;
  for (const match of text.matchAll(name)) {
    const start = match.index + match[0].length;
    value.lastIndex = start;
    const found = start < done || !secret(match[1] ?? '') ? null : value.exec(text);
    if (found && !isSpecification(found[0])) {
      redacted +=
        text.slice(done, start) + (/^["']/.exec(found[0])?.[0] ?? '') + blot + (/["']$/.exec(found[0])?.[0] ?? '');
      done = start + found[0].length;
    }
  }
  return redacted + text.slice(done);
}

/**
 * The arguments of a command, for the log: the same, but with the bounds of each value known. `--build-arg NAME=value`
 * and bake's `--set target.args.NAME=value` lose the value when the name is a secret's.
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

/** A token can be the user's name, so both go; ssh has no password there, and its user is worth reading. */
function redactUser(whole: string, protocol: string, user: string): string {
  return /^(?:[a-z]{1,10}\+)?ssh:/i.test(protocol) && !user.includes(':') ? whole : `${protocol}${blot}@`;
}

/** `--secret id=npm,src=.npmrc` names a secret and does not hold it. */
function isSpecification(value: string): boolean {
  return /^(?:id|type|src|source|env|target)=/.test(value);
}

function takesSecret(option: string): boolean {
  return isSecretName(option) && !/^--?secrets?$|-stdin$/.test(option);
}
