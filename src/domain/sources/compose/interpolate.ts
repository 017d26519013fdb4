const name = /[A-Za-z_]\w*/y;
const deepest = 20;
/** Nothing that is asked for here is longer. */
const longest = 4096;

/**
 * Compose's variables (`$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME+other}`, `$$`) with nothing set: defaults take their
 * place, a variable without one stays as it is written.
 */
export function interpolate(text: string): string {
  return text.length > longest || !text.includes('$') ? text : valueOf(text, 0, closingBraces(text), 0);
}

/**
 * @param offset where in the whole text `part` begins, which is what `braces` counts from
 */
function valueOf(part: string, offset: number, braces: ReadonlyMap<number, number>, depth: number): string {
  let out = '';
  let done = 0;
  for (let at = part.indexOf('$'); at >= 0; at = part.indexOf('$', done)) {
    out += part.slice(done, at);
    done = at + 1;
    const plain = nameAt(part, done);
    const end = depth < deepest ? braces.get(offset + at) : undefined;
    if (part.startsWith('$', done)) {
      out += '$';
      done++;
    } else if (plain !== undefined) {
      out += `$${plain}`;
      done += plain.length;
    } else if (end === undefined) {
      out += '$';
    } else {
      out += expression(part.slice(at + 2, end - offset), offset + at + 2, braces, depth);
      done = end - offset + 1;
    }
  }
  return out + part.slice(done);
}

function expression(text: string, offset: number, braces: ReadonlyMap<number, number>, depth: number): string {
  const variable = nameAt(text, 0) ?? '';
  const operator = /^:?[-+?]/.exec(text.slice(variable.length))?.[0] ?? '';
  const begin = variable.length + operator.length;
  if (operator.endsWith('-')) {
    return valueOf(text.slice(begin), offset + begin, braces, depth + 1);
  }
  return operator.endsWith('+') ? '' : `\${${text}}`;
}

function nameAt(text: string, at: number): string | undefined {
  name.lastIndex = at;
  return name.exec(text)?.[0];
}

/** Where the brace of each `${` is closed, found in one pass; those that never are have none. */
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
