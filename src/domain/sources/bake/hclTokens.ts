import type { Budget } from '../../untrusted/budget.ts';

export interface Token {
  readonly kind: 'name' | 'text' | 'number' | 'mark' | 'newline';
  readonly text: string;
}

const patterns: readonly (readonly [Token['kind'] | 'nothing', RegExp])[] = [
  ['nothing', /[ \t\r\uFEFF]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['newline', /\n/y],
  ['name', /[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*/uy],
  ['number', /\d+(?:\.\d+)?/y],
  ['mark', /[\s\S]/y],
];

/** Splits a file into tokens in linear time. */
export function tokensOf(text: string, budget: Budget): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    budget.spend();
    const special = text[at] === '"' ? quoted(text, at) : text.startsWith('<<', at) ? heredoc(text, at) : undefined;
    if (special) {
      tokens.push(special.value === undefined ? { kind: 'mark', text: '"' } : { kind: 'text', text: special.value });
      at = special.end;
      continue;
    }
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const found = pattern.exec(text)?.[0];
      if (found !== undefined) {
        at += found.length;
        if (kind !== 'nothing') {
          tokens.push({ kind, text: found });
        }
        break;
      }
    }
  }
  return tokens;
}

interface Special {
  /** Undefined if the text is not closed. */
  readonly value?: string;
  readonly end: number;
}

/** A quoted text, which ends with its line; quotes and lines inside of `${…}` belong to the template. */
function quoted(text: string, start: number): Special {
  let value = '';
  let template = 0;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n' && template === 0) {
      return { end: at };
    }
    if (char === '"' && template === 0) {
      return { value, end: at + 1 };
    }
    if (template === 0 && (text.startsWith('$${', at) || text.startsWith('%%{', at))) {
      // a doubled mark does not start a template
      value += text.slice(at, at + 3);
      at += 2;
      continue;
    }
    if (text.startsWith('${', at) || text.startsWith('%{', at)) {
      template++;
    } else if (char === '}' && template > 0) {
      template--;
    }
    if (char === '\\' && template === 0) {
      at++;
      value += escapes[text[at] ?? ''] ?? text[at] ?? '';
    } else {
      value += char;
    }
  }
  return { end: text.length };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function heredoc(text: string, start: number): Special | undefined {
  const opening = /<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/uy;
  opening.lastIndex = start;
  const found = opening.exec(text);
  const name = found?.[1];
  if (!found || name === undefined) {
    return undefined;
  }
  let value = '';
  for (let at = opening.lastIndex; at < text.length;) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    if (line.trim() === name) {
      return { value, end: at + line.length };
    }
    value += `${line}\n`;
    at += line.length + 1;
  }
  return { value, end: text.length };
}
