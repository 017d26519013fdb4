const name = /^[A-Za-z_]\w*/;
const deepest = 20;
/** Nothing that is asked for here is longer, and a brace may be looked for to the end again and again. */
const longest = 4096;

/**
 * Compose's variables (`$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME+other}`, `$$`) with nothing set: defaults take their
 * place, a variable without one stays as it is written.
 */
export function interpolate(text: string, depth = 0): string {
  if (text.length > longest) {
    return text;
  }
  let out = '';
  let rest = text;
  for (let at = rest.indexOf('$'); at >= 0; at = rest.indexOf('$')) {
    out += rest.slice(0, at);
    rest = rest.slice(at + 1);
    const plain = name.exec(rest)?.[0];
    if (rest.startsWith('$')) {
      out += '$';
      rest = rest.slice(1);
    } else if (plain !== undefined) {
      out += `$${plain}`;
      rest = rest.slice(plain.length);
    } else {
      const end = rest.startsWith('{') && depth < deepest ? closingBrace(rest) : -1;
      out += end < 0 ? '$' : valueOf(rest.slice(1, end), depth);
      rest = rest.slice(end + 1);
    }
  }
  return out + rest;
}

function valueOf(expression: string, depth: number): string {
  const variable = name.exec(expression)?.[0] ?? '';
  const operator = /^:?[-+?]/.exec(expression.slice(variable.length))?.[0] ?? '';
  const operand = expression.slice(variable.length + operator.length);
  if (operator.endsWith('-')) {
    return interpolate(operand, depth + 1);
  }
  return operator.endsWith('+') ? '' : `\${${expression}}`;
}

/** Where the brace that `text` begins with is closed, or -1. */
function closingBrace(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    if (text.startsWith('${', at) || at === 0) {
      depth++;
    } else if (text[at] === '}') {
      depth--;
      if (depth === 0) {
        return at;
      }
    }
  }
  return -1;
}
