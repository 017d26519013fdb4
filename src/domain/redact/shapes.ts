import { isSecretName } from '../secretNames.ts';
import { services, tokens } from './gitleaks.ts';
import { createPrefilter } from './prefilter.ts';
import { programs } from './programs.ts';
import { rangesOf, type Range } from './ranges.ts';

/** In addition to gitleaks' rules, which require the exact length: the prefix of such a token, with a sufficient length. */
const looseTokens =
  /\b(?:gh[oprsu]_\w{16,255}|github_pat_\w{16,255}|gl[a-z]{2,8}-[\w-]{16,300}(?:\.[\w-]{2,40})*|(?:AKIA|ASIA)[A-Z\d]{12,124}|xox[a-z]-[\w-]{10,255}|xapp-[\w-]{10,255}|npm_\w{20,255}|dckr_[a-z]{2,8}_[\w-]{16,255}|AIza[\w-]{30,255}|ya29\.[\w-]{16,1000}|GOCSPX-[\w-]{16,100}|hf_\w{20,255}|hv[sbr]\.[\w-]{20,400}|pypi-[\w-]{16,1000}|(?:sk|rk)[-_][\w-]{20,255}|whsec_[\w+/=]{20,255}|SG\.[\w-]{10,100}\.[\w-]{10,100}|do[opr]_v1_[\da-f]{32,128}|tskey-[\w-]{16,255}|ATATT3[\w=-]{30,255}|shp[a-z]{2}_[\da-f]{20,64}|PMAK-[\da-f-]{30,100}|SK[\da-f]{32}|eyJ[\w-]{4,8000}\.[\w-]{4,16000}(?:\.[\w-]{0,16000})*|\d{8,10}:AA[\w-]{33})/g;

/** URLs that are secret as a whole. */
const webhooks =
  /https?:\/\/(?:hooks\.slack\.com\/(?:services|workflows|triggers)|discord(?:app)?\.com\/api\/webhooks|[\w-]{1,60}\.webhook\.office\.com\/webhookb2)\/([^\s"'<>]{8,500})/dg;

const userInfo = /\b[a-z][a-z\d+.-]{1,30}:\/\/([^\s/"'<>]{1,2000})@/dgi;
const jdbcUser = /\bjdbc:oracle:\w{1,10}:([^\s/@"']{1,100}\/[^\s@"']{1,200})@/dg;
/** Tools also print "authorization: " before prose, so it requires a scheme or something that is not a word. */
const authorization =
  /\b(?:proxy-)?authorization\\{0,7}["']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,7}["']?((?:(?:basic|bearer|digest|negotiate|ntlm|token|apikey|aws4-[\w-]{1,30})[ \t]|(?=[^\s"']{0,200}\d))[^\r\n"'\\]{1,8000})/dgi;
const header =
  /\b(?:x-[\w-]{0,40}(?:token|key|auth)[\w-]{0,20}|(?:private|job|deploy)-token|(?:set-)?cookie)\\{0,7}["']?[ \t]{0,4}:[ \t]{0,4}\\{0,7}["']?([^\r\n"'\\]{1,8000})/dgi;
const scheme = /\b(?:[Bb]earer|BEARER|[Bb]asic|BASIC)[ \t]{1,4}((?=[^\s]{0,200}[\dA-Z=+/])[\w.~+/=-]{4,8000})/dg;
const query = /[?&;]([\w.-]{1,100})=([^\s&"'<>#\\]{1,8000})/dg;
/** Words of lines with secrets; other lines are skipped at once. */
const suspicious = createPrefilter([
  ...[String.raw`:\/\/[^\s/@]{1,200}@`, 'pass', 'pwd', 'secret', 'creden', 'signature', 'token', 'key', 'auth'],
  ...['bearer', 'basic', 'creds?', 'private', String.raw`pat(?![a-z])`, 'jwt', 'otp', 'cookie', String.raw`\bsig=`],
  ...['login', 'curl', 'wget', 'redis', 'mysql', 'mariadb', 'mongo', '7z', 'zip', 'mosquitto', 'sqlcmd', 'bcp', 'ldap'],
  ...[
    'smbclient',
    'openssl',
    'identified',
    'https? -a',
    'jdbc',
    'webhook',
    'hooks',
    'ya29',
    'tskey',
    'gocspx',
    'whsec',
    'atatt',
  ],
  ...[
    'twine',
    'keygen',
    'codecov',
    'snyk',
    'nuget',
    'cargo',
    'composer',
    'add-mask',
    // .pgpass
    ...Array.from('0123456789', (digit) => String.raw`:${digit}\d{3,4}:`),
    String.raw`:\*:`,
    String.raw`\bs\.[a-z\d]{24}`,
    String.raw`sk[\da-f]{32}`,
    String.raw`:aa[\w-]{33}`,
    'eyj',
    'gl[a-z]{2,8}-',
    'hv[bsr]',
  ],
  ...[
    'gh[oprsu]_',
    'sk[-_]',
    'rk[-_]',
    'dckr_',
    'hf_',
    'npm_',
    'pypi-',
    'shp[a-z]{2}_',
    String.raw`sg\.`,
    'akia',
    'asia',
    'xox',
  ],
  ...tokens.flatMap(({ hints }) =>
    hints.filter((hint) => hint.length > 2).map((hint) => hint.replaceAll('.', String.raw`\.`)),
  ),
  ...services.map(({ name }) => name.source),
]);

/** Whether a line needs a closer look. */
export function isSuspicious(text: string): boolean {
  return suspicious(text);
}

/** The positions of secrets that are recognized by their form or their program. */
export function shapedSecrets(text: string): Range[] {
  const lower = text.toLowerCase();
  return [
    ...[looseTokens, webhooks, jdbcUser, authorization, header, scheme].flatMap((shape) => rangesOf(text, shape)),
    ...rangesOf(text, userInfo).filter(({ start, end }) => !isUserOfSsh(text, start, end)),
    ...tokens.flatMap(({ hints, shape }) => (hints.some((hint) => lower.includes(hint)) ? rangesOf(text, shape) : [])),
    ...programs.flatMap(({ program, values }) =>
      program.test(text) ? values.flatMap((shape) => rangesOf(text, shape)) : [],
    ),
    ...[...text.matchAll(query)].flatMap(({ 1: name = '', indices }) => {
      const [start, end] = indices?.[2] ?? [0, 0];
      return name === 'sig' || isSecretName(name) ? [{ start, end }] : [];
    }),
  ];
}

/** A token can be the user's name, so both are redacted; ssh has no password there, and its user is useful. */
function isUserOfSsh(text: string, start: number, end: number): boolean {
  return (
    /\b(?:[a-z]{1,10}\+)?ssh:\/\/$/i.test(text.slice(Math.max(0, start - 20), start)) &&
    !text.slice(start, end).includes(':')
  );
}
