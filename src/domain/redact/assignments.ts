import { isSecretName, isSpecification, takesSecret } from '../secretNames.ts';
import { services } from './gitleaks.ts';
import type { Range } from './ranges.ts';
import { endOf, isHollow, looksWritten, quoteAt, quoteBefore, valueAt } from './values.ts';

const longestName = 100;
/** Names of variables, fields and options. */
const names = /[A-Za-z_][\w-]*(?:\.[\w-]+)*/g;
const operator = /(?:={1,3}|:=|->|\?\?=|\|\|=|\+=|\?=|!=|::|:)>?/y;
/** The words before names of variables that are set without a sign: `ENV NAME value`. */
const setter =
  /(?:^|[\s"'`&;|])(?:ENV|ARG|setx|setenv|export|(?:config|configure)(?: +(?:set|add))?|set)(?: +--?[\w-]{1,30})* +(?:\S{0,60}[:.])?$/i;

const anyService = new RegExp(services.map(({ name }) => name.source).join('|'), 'i');
/** Separators of maps and taints: only a value that looks generated counts. */
const bareKey = /^keys?$/i;
const machineMade = /^(?=[^\d]*\d)(?=[^a-z]*[a-z])[\w+=-]{16,}$/i;

const stops = { list: /[,}\]\s]/g, flow: /, |[}\s]/g, array: /\]/g, query: /[&\s"'<>#]/g, tag: /</g };

/** Facts about a line before its names are examined. */
interface Line {
  readonly text: string;
  /** The start of its first word, after a log's prefix and list dashes. */
  readonly first: number;
  /** The end of its last word. */
  readonly last: number;
  /** It contains a map in Go's format. */
  readonly map: boolean;
}

interface Found {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The values of secret names in a line, in any notation.
 *
 * @param start of the line, after a log's prefix
 */
export function assignedSecrets(text: string, start: number): Range[] {
  const lead = /^\s*(?:- +)*/.exec(text.slice(start, start + 200))?.[0].length ?? 0;
  const line = { text, first: start + lead, last: text.trimEnd().length, map: text.includes('map[') };
  const ranges: Range[] = [];
  let done = 0;
  for (const match of text.matchAll(names)) {
    const [name] = match;
    if (match.index < done || name.length > longestName) {
      continue;
    }
    const found = { name, start: match.index, end: match.index + name.length };
    const value = isSecretName(name) ? secretValue(line, found) : serviceValue(text, found);
    if (value && value.end > value.start) {
      ranges.push(value);
      done = value.end;
    }
  }
  return ranges;
}

/** The value of a field whose name is given beside it: `{"name": "DB_PASSWORD", "value": "…"}`, in one line. */
export function namedValues(text: string): Range[] {
  const field =
    /(\\{0,7}["']?)\b(?:name|key|variable)\1\s{0,4}[:=]\s{0,4}\\{0,7}["']?([\w.-]{1,100})\\{0,7}["']?[\s,]{1,6}\\{0,7}["']?\b(?:value|defaultvalue)\\{0,7}["']?\s{0,4}[:=]\s{0,4}/gi;
  return [...text.matchAll(field)].flatMap((match) => {
    const value = valueAt(text, match.index + match[0].length, '', stops.list);
    return isSecretName(match[2] ?? '') && !isHollow(text.slice(value.start, value.end)) ? [value] : [];
  });
}

function secretValue(line: Line, found: Found): Range | undefined {
  const value = signedValue(line, found) ?? bareValue(line, found);
  const held = value && line.text.slice(value.start, value.end);
  return held === undefined ||
    isHollow(held) ||
    isSpecification(held) ||
    (bareKey.test(found.name) && !machineMade.test(held))
    ? undefined
    : value;
}

/** `name=value` and similar forms. */
function signedValue(line: Line, found: Found): Range | undefined {
  const { text } = line;
  const { name, start, end } = found;
  const before = text[start - 1] ?? '';
  const after = afterName(text, end);
  if (before === '<' && text[after] === '>') {
    return valueAt(text, after + 1, '', stops.tag);
  }
  const quote = quoteBefore(text, start);
  const closed = quote !== '' && text.startsWith(quote, end);
  operator.lastIndex = after;
  const sign = operator.exec(text)?.[0];
  if (sign === undefined) {
    // a call: password("value")
    return text[after] === '(' && quoteAt(text, after + 1) !== '' ? valueAt(text, after + 1) : undefined;
  }
  const at = skipBlanks(text, after + sign.length);
  const outer = closed ? '' : quote;
  if (text[at] === '[') {
    return { start: at + 1, end: endOf(text, at + 1, stops.array) };
  }
  if (text[at] === '{' && !text.startsWith('{{', at)) {
    return undefined;
  }
  if (before === '?' || before === '&') {
    return valueAt(text, at, '', stops.query);
  }
  if (sign !== ':' || closed) {
    return valueAt(text, at, outer, closed ? stops.list : undefined);
  }
  if (outer === '' && quoteAt(text, at) !== '') {
    return valueAt(text, at);
  }
  const spaced = at > after + sign.length;
  if (outer !== '') {
    return spaced || !/[/.]/.test(name) ? valueAt(text, at, outer) : undefined;
  }
  return spaced ? behindColon(line, found, at) : glued(line, found, at);
}

/** `name: value`: up to the end of the line if the line starts with it, as in YAML; otherwise a value that is not a word of a message. */
function behindColon({ text, first, last }: Line, { start }: Found, at: number): Range | undefined {
  if (start === first) {
    return { start: at, end: last };
  }
  const flow = /[{,]\s{0,4}$/.test(text.slice(Math.max(0, start - 5), start));
  const value = valueAt(text, at, '', flow ? stops.flow : undefined);
  return !flow && looksWritten(text.slice(value.start, value.end), value.end >= last - 1) ? undefined : value;
}

/** `name:value`, as Go prints maps. A tag after an image name has the same form, and so does a line number after a file. */
function glued({ text, map }: Line, { name, start }: Found, at: number): Range | undefined {
  const before = text[start - 1] ?? '';
  if (map && /[[ ]/.test(before)) {
    return valueAt(text, at);
  }
  const version = /^(?:v?\d+(?:\.\d+){0,5}(?:-\w{1,30})?(?:[@\s"'].*)?$|latest\b)/.test(text.slice(at, at + 100));
  return /[/.]/.test(before) || version || (name.includes('.') && /\d/.test(text[at] ?? ''))
    ? undefined
    : valueAt(text, at);
}

/** `--name value`, `ENV NAME value`, `"--name", "value"`. */
function bareValue({ text, last }: Line, { name, start, end }: Found): Range | undefined {
  const dashes = /-{1,2}$/.exec(text.slice(Math.max(0, start - 2), start))?.[0] ?? '';
  const before = text[start - dashes.length - 1] ?? ' ';
  if (dashes !== '' && takesSecret(name) && /[\s"'`[(]/.test(before)) {
    const quote = quoteBefore(text, start - dashes.length);
    const listed = quote !== '' && text.startsWith(quote, end) ? /\s{0,2},?\s{0,2}/y : /[ \t]{1,8}/y;
    const from = quote !== '' && text.startsWith(quote, end) ? end + quote.length : end;
    listed.lastIndex = from;
    const gap = listed.exec(text)?.[0] ?? '';
    const at = from + gap.length;
    return gap === '' || text[at] === '-' || at >= text.length ? undefined : valueAt(text, at);
  }
  const at = skipBlanks(text, end);
  if (at === end || at >= text.length) {
    return undefined;
  }
  const lead = text.slice(Math.max(0, start - 120), start);
  const set = setter.exec(lead);
  if (set) {
    const whole = set[0].includes('ENV') && quoteAt(text, at) === '';
    return whole ? { start: at, end: last } : valueAt(text, at);
  }
  // SQL and similar: PASSWORD 'value'
  return /passw/i.test(name) && quoteAt(text, at) !== '' ? valueAt(text, at) : undefined;
}

/** gitleaks' rules for values beside service names. */
function serviceValue(text: string, { name, end }: Found): Range | undefined {
  if (!anyService.test(name)) {
    return undefined;
  }
  const kinds = services.filter((service) => service.name.test(name));
  const after = afterName(text, end);
  operator.lastIndex = after;
  const sign = operator.exec(text)?.[0];
  if (sign === undefined) {
    return undefined;
  }
  const value = valueAt(text, skipBlanks(text, after + sign.length));
  const held = text.slice(value.start, value.end);
  return held.length <= 400 && kinds.some((kind) => kind.value.test(held)) ? value : undefined;
}

/** After a name: a closing quote or bracket, spaces. */
function afterName(text: string, end: number): number {
  let at = end + quoteAt(text, end).length;
  if (text[at] === ']') {
    at += 1;
  }
  return skipBlanks(text, at);
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at - from < 8 && (text[at] === ' ' || text[at] === '\t')) {
    at += 1;
  }
  return at;
}
