// Generates src/domain/redact/gitleaks.ts from gitleaks' rules: node --import tsx scripts/gitleaks.ts VERSION config/gitleaks.toml
import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

const [version = '', file = ''] = process.argv.slice(2);
const target = 'src/domain/redact/gitleaks.ts';

/** The text before and after a value in gitleaks' generator (cmd/generate/config/utils/generate.go). */
const beforeService = '[\\w.-]{0,50}?(?:';
const afterService = String.raw`)(?:[ \t\w.-]{0,20})[\s'"]{0,3}`;
const operator = String.raw`(?:=|>|:{1,3}=|\|\||:|=>|\?=|,)[\x60'"\s=]{0,5}`;
const ends = [
  String.raw`(?:[\x60'"\s;]|\\[nr]|$)`,
  String.raw`(?:[\x60'"\s;]|\\[nr]|$|\b)`,
  String.raw`(?:[^\w-]|\z)`,
  String.raw`(?:[^a-zA-Z0-9+/]|\z)`,
];

/**
 * Excluded: rules that src/domain/redact implements itself (names and values, curl, private keys, Kubernetes's secrets), and rules without
 * a limit or with many false matches in build logs (40 hexadecimal digits).
 */
const leftOut = new Set([
  ...['generic-api-key', 'hashicorp-tf-password', 'curl-auth-header', 'curl-auth-user', 'kubernetes-secret-yaml'],
  ...['private-key', 'nuget-config-password', 'jwt', 'jwt-base64', 'sourcegraph-access-token', 'sidekiq-sensitive-url'],
  ...['freemius-secret-key', 'microsoft-teams-webhook', 'azure-ad-client-secret'],
]);

const services: string[] = [];
const tokens: string[] = [];
for (const rule of readFileSync(file, 'utf8').split('[[rules]]').slice(1)) {
  const id = /^id = "(.+)"$/m.exec(rule)?.[1] ?? '';
  const regex = /^regex = '''(.+)'''$/m.exec(rule)?.[1];
  if (regex !== undefined && !leftOut.has(id)) {
    const start = regex.lastIndexOf(beforeService);
    const value = regex.indexOf(operator);
    if (start >= 0 && value >= 0) {
      const name = toJavaScript(regex.slice(start + beforeService.length, regex.indexOf(afterService)), true);
      const shape = toJavaScript(withoutEnd(regex.slice(value + operator.length)), true);
      services.push(
        `{ name: ${new RegExp(name, 'i').toString()}, value: ${new RegExp(`^(?:${shape})$`, 'i').toString()} }`,
      );
    } else {
      const hints = [...(/^keywords = \[([^\]]+)\]/m.exec(rule)?.[1] ?? '').matchAll(/"([^"]+)"/g)].map(
        ([, hint]) => hint,
      );
      const ignoreCase = /^(?:\\b)?\(\?i\)/.test(regex);
      const bare = withoutEnd(ignoreCase ? regex.replace('(?i)', '') : regex);
      const source = toJavaScript(bare, ignoreCase) + (bare === regex || ignoreCase ? '' : String.raw`(?!\w)`);
      tokens.push(
        `{ hints: ${JSON.stringify(hints)}, shape: ${new RegExp(source, ignoreCase ? 'gi' : 'g').toString()} }`,
      );
    }
  }
}

function withoutEnd(regex: string): string {
  const end = ends.find((each) => regex.endsWith(each));
  return end === undefined ? regex : regex.slice(0, -end.length);
}

/**
 * Converts RE2's syntax to JavaScript of every version: expands `(?i)` within an expression letter by letter, and captures nothing.
 *
 * @param ignoringCase the whole expression gets the flag `i`, so that nothing must be expanded
 */
function toJavaScript(regex: string, ignoringCase: boolean): string {
  const flags = [false];
  let out = '';
  let inClass = false;
  for (let at = 0; at < regex.length;) {
    const rest = regex.slice(at);
    const both = (flags.at(-1) ?? false) && !ignoringCase;
    const setting = inClass ? null : /^\(\?(-?)i(\)|:)/.exec(rest);
    const group = inClass ? null : /^\((?:\?(?:P<\w+>|:))?/.exec(rest);
    const [whole, range] = /^(?:\[:alnum:\]|\\x[\da-fA-F]{2}|\\[^]|([a-z]-[a-z]|[A-Z]-[A-Z])|[^])/.exec(rest) ?? [''];
    if (setting) {
      if (setting[2] === ':') {
        flags.push(setting[1] === '');
        out += '(?:';
      } else {
        flags[flags.length - 1] = setting[1] === '';
      }
      at += setting[0].length;
    } else if (group) {
      flags.push(flags.at(-1) ?? false);
      out += '(?:';
      at += group[0].length;
    } else if (inClass && range !== undefined) {
      out += both ? range.toLowerCase() + range.toUpperCase() : range;
      at += range.length;
    } else {
      const part = range === undefined ? whole : whole.charAt(0);
      inClass = inClass ? part !== ']' : part === '[';
      if (part === ')' && !inClass) {
        flags.pop();
      }
      out += translated(part, both, inClass);
      at += part.length;
    }
  }
  return out;
}

function translated(part: string, both: boolean, inClass: boolean): string {
  if (part === '[:alnum:]') {
    return 'A-Za-z0-9';
  }
  if (part === '\\z') {
    return '$';
  }
  if (!both || !/^[a-z]$/i.test(part)) {
    return part;
  }
  const cases = part.toLowerCase() + part.toUpperCase();
  return inClass ? cases : `[${cases}]`;
}

const code = `// Made by scripts/gitleaks.ts out of the rules of gitleaks ${version}; not to be edited.
// https://github.com/gitleaks/gitleaks/blob/${version}/config/gitleaks.toml
// MIT License, Copyright (c) 2019 Zachary Rice
/* eslint-disable no-useless-escape -- the rules are gitleaks' own */

/** Unambiguous tokens, regardless of their context; each contains one of its hints in any case. */
export const tokens: readonly { readonly hints: readonly string[]; readonly shape: RegExp }[] = [
${[...new Set(tokens)].map((token) => `  ${token},`).join('\n')}
];

/** The form of values beside the name of a service. */
export const services: readonly { readonly name: RegExp; readonly value: RegExp }[] = [
${[...new Set(services)].map((service) => `  ${service},`).join('\n')}
];
`;
writeFileSync(target, await format(code, { ...(await resolveConfig(target)), parser: 'typescript' }));
console.log(`${target}: ${tokens.length} tokens, ${services.length} services`);
