/** The value of an option after a space, a sign or list quotes. */
const optionValue = (option: string) =>
  new RegExp(`(?<=[\\s"'])${option}(?:=|[ \\t]{1,8}|["'],?[ \\t]{0,4}["'])["']?([^\\s"'\\]-][^\\s"'\\]]{0,500})`, 'dg');
/** The same, attached to the option: `-pvalue`. */
const gluedValue = (option: string) => new RegExp(`(?<=[\\s"'])${option}["']?([^\\s"'=][^\\s"']{0,500})`, 'dg');

/** Words that follow "the password is" in messages of programs. */
const stateOfPassword =
  'a|an|already|correct|empty|expired|incorrect|invalid|missing|needed|not|now|ok|required|set|the|too|unset|valid|weak|wrong';

/** Secrets of programs without a telling name: the program's mark in the line, and expressions whose first group is the secret. */
export const programs: readonly { readonly program: RegExp; readonly values: readonly RegExp[] }[] = [
  { program: /\blogin\b/, values: [optionValue('-p')] },
  { program: /\b(?:curl|wget)\b/, values: [optionValue('(?:-u|-U|--user|--proxy-user)'), gluedValue('-u')] },
  { program: /\bhttps? .{0,40}-a\b|\bredis-cli\b/, values: [optionValue('-a')] },
  { program: /\b(?:mysql|mariadb)/, values: [gluedValue('-p')] },
  {
    program: /\b(?:sshpass|mongo\w*|7z\w?|zip|expect|mosquitto_\w+)\b/,
    values: [optionValue('-[pP]'), gluedValue('-[pP]')],
  },
  { program: /\b(?:unzip|sqlcmd|bcp)\b/, values: [optionValue('-P')] },
  { program: /\b(?:twine|ssh-keygen)\b/, values: [optionValue('-[pPN]')] },
  { program: /\bcodecov\b/, values: [optionValue('-t')] },
  { program: /\bldap\w+\b/, values: [optionValue('-w')] },
  { program: /\bsmbclient\b/, values: [optionValue('-U')] },
  { program: /\bhtpasswd\b/, values: [/\bhtpasswd (?:-\w{1,20} ){0,5}\S{1,200} \S{1,200} (\S{1,500})/dg] },
  { program: /\bopenssl\b/, values: [/\bpass:([^\s"']{1,500})/dg] },
  {
    program: /\b(?:cargo|nuget|snyk)\b/i,
    values: [/\b(?:cargo login|nuget setapikey|snyk auth)\s{1,4}([^\s-]\S{7,500})/dgi],
  },
  {
    program: /\b(?:bundle|composer) config\b/,
    values: [
      /\bhttps?:\/\/\S{1,200}\s{1,4}[^\s:]{1,200}:(\S{1,500})/dg,
      /\bhttp-basic\.\S{1,200}\s{1,4}\S{1,200}\s{1,4}(\S{1,500})/dg,
    ],
  },
  {
    program: /\b(?:chpasswd|passwd)\b/,
    values: [/\becho\s{1,4}(?:-\w{1,3}\s{1,4})?["']?[\w.-]{1,60}:([^\s"'|]{1,500})/dg],
  },
  {
    program: /--password-stdin|-S\b|passwd --stdin/,
    values: [
      /\b(?:echo|printf)\s{1,4}(?:-\w{1,3}\s{1,4})?(?:["']?%s["']?\s{1,4})?["']?([^\s"'|$][^\s"'|]{0,500})["']?\s{0,4}\|/dg,
    ],
  },
  // .netrc and .pgpass
  { program: /\blogin\b|\bmachine\b/, values: [/\blogin\s{1,8}\S{1,200}\s{1,8}password\s{1,8}(\S{1,500})/dg] },
  {
    program: /^[^\s:]{1,200}:(?:\d{4,5}|\*):/,
    values: [/^[^\s:]{1,200}:(?:\d{4,5}|\*):[^\s:/]{1,100}:[^\s:/]{1,100}:(\S{1,500})$/dg],
  },
  {
    program: /\bidentified\b/i,
    values: [/\bidentified\s{1,4}(?:with\s{1,4}\S{1,60}\s{1,4})?by\s{1,4}["']([^"']{1,500})/dgi],
  },
  { program: /::add-mask::/, values: [/::add-mask::(.{1,8000})/dg] },
  { program: /requirepass|masterauth/, values: [/\b(?:requirepass|masterauth)\s{1,4}["']?([^\s"']{1,500})/dg] },
  { program: /unseal key/i, values: [/\bunseal key[^:]{0,12}:\s{1,8}(\S{1,200})/dgi] },
  {
    program: /\bpass(?:word|phrase|code)\b/i,
    values: [
      new RegExp(
        `\\bpass(?:word|phrase|code) (?:is|was)[: ]{1,3}["'\`]?(?!(?:${stateOfPassword})\\b)([^\\s"'\`]{4,500})`,
        'dgi',
      ),
    ],
  },
  // a row of a table
  {
    program: /^.{0,60}\|\s/,
    values: [
      /\|\s{1,40}[\w.-]{0,60}(?:pass|secret|token|key|auth|cred)[\w.-]{0,40}\s{1,60}\|\s{1,60}([^\s|][^|]{0,500}[^\s|])/dgi,
    ],
  },
  // a Kubernetes Secret in one line
  {
    program: /\bkind\\{0,7}["']?\s{0,4}:\s{0,4}\\{0,7}["']?Secret\b/,
    values: [/\b(?:data|stringData)\\{0,7}"\s{0,4}:\s{0,4}\{([^{}]{1,60000})\}/dg],
  },
];
