const name = /[A-Za-z_]\w*/y;
const deepest = 20;
/** No requested value is longer. */
const longest = 4096;

/** A text with its variables replaced. */
export interface Interpolated {
  readonly text: string;
  /** Whether a variable has no value here: it is left unchanged. */
  readonly open: boolean;
}

/**
 * The variable syntax of Compose, Dockerfiles and shells: `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME+other}`, and `$$` for a dollar.
 * Missing values are replaced with their default.
 */
export function interpolate(text: string, values: ReadonlyMap<string, string> = new Map()): Interpolated {
  if (!text.includes('$')) {
    return { text, open: false };
  }
  if (text.length > longest) {
    return { text, open: true };
  }
  const reading = { values, braces: closingBraces(text), open: false, left: longest };
  return { text: valueOf(text, 0, 0, reading), open: reading.open };
}

interface Reading {
  readonly values: ReadonlyMap<string, string>;
  /** Offset in the whole text. */
  readonly braces: ReadonlyMap<number, number>;
  open: boolean;
  /** Remaining number of characters of inserted values. */
  left: number;
}

/** @param offset of `part` in the whole text */
function valueOf(part: string, offset: number, depth: number, reading: Reading): string {
  let out = '';
  let done = 0;
  for (let at = part.indexOf('$'); at >= 0; at = part.indexOf('$', done)) {
    out += part.slice(done, at);
    done = at + 1;
    const plain = nameAt(part, done);
    const end = depth < deepest ? reading.braces.get(offset + at) : undefined;
    if (part.startsWith('$', done)) {
      out += '$';
      done++;
    } else if (plain !== undefined) {
      out += known(plain, reading) ?? unknown(`$${plain}`, reading);
      done += plain.length;
    } else if (end === undefined) {
      out += unknown('$', reading);
    } else {
      out += expression(part.slice(at + 2, end - offset), offset + at + 2, depth, reading);
      done = end - offset + 1;
    }
  }
  return out + part.slice(done);
}

function expression(text: string, offset: number, depth: number, reading: Reading): string {
  const variable = nameAt(text, 0) ?? '';
  const operator = /^:?[-+?]/.exec(text.slice(variable.length))?.[0] ?? '';
  const begin = variable.length + operator.length;
  const value = known(variable, reading);
  const counts = value !== undefined && !(operator.startsWith(':') && value === '');
  const rest = () => valueOf(text.slice(begin), offset + begin, depth + 1, reading);
  if (operator.endsWith('+')) {
    return counts ? rest() : '';
  }
  if (counts && (operator !== '' || begin === text.length)) {
    return value;
  }
  return operator.endsWith('-') ? rest() : unknown(`\${${text}}`, reading);
}

function known(variable: string, reading: Reading): string | undefined {
  const value = reading.values.get(variable);
  reading.left -= value?.length ?? 0;
  return reading.left < 0 ? undefined : value;
}

function unknown(written: string, reading: Reading): string {
  reading.open = true;
  return written;
}

function nameAt(text: string, at: number): string | undefined {
  name.lastIndex = at;
  return name.exec(text)?.[0];
}

/** The closing brace of each `${`, found in one pass; unclosed ones have none. */
function closingBraces(text: string): ReadonlyMap<number, number> {
  const closed = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at)) {
      open.push(at);
    } else if (text[at] === '}') {
      const begin = open.pop();
      if (begin !== undefined) {
        closed.set(begin, at);
      }
    }
  }
  return closed;
}
