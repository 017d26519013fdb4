import { TooComplexError, withinBudget, type Budget, type TooComplex } from '../../untrusted/budget.ts';
import type { Result } from '../../result.ts';

/** `key = expression`, or a block with labels: as much of HCL as is needed to find out what a file defines. */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** A literal text or a list of them, templates unresolved; `undefined` for every other expression. */
type HclValue = string | readonly string[] | undefined;

interface Token {
  readonly kind: 'name' | 'text' | 'mark' | 'newline';
  readonly text: string;
}

/** Blocks in blocks; bake has two levels. */
const deepest = 50;
/** A megabyte of nothing but brackets. */
const mostTokens = 1_000_000;

/**
 * Reads a file's attributes and blocks without evaluating anything. Broken text never throws: what cannot be understood is
 * skipped up to the next line. The work is linear in the length of the text.
 */
export function parseHcl(text: string): Result<HclBody, TooComplex> {
  return withinBudget(mostTokens, (budget) => new BodyReader(tokensOf(text, budget)).body(0));
}

class BodyReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  body(depth: number): HclBody {
    const attributes = new Map<string, HclValue>();
    const blocks: HclBlock[] = [];
    while (this.#at < this.#tokens.length && !(depth > 0 && this.#is('}'))) {
      const name = this.#take();
      if (name?.kind !== 'name') {
        continue;
      }
      if (this.#is('=')) {
        this.#at++;
        attributes.set(name.text, this.#expression());
      } else {
        const block = this.#block(name.text, depth);
        if (block) {
          blocks.push(block);
        }
      }
    }
    this.#at++;
    return { attributes, blocks };
  }

  #block(type: string, depth: number): HclBlock | undefined {
    const labels: string[] = [];
    for (let next = this.#peek(); next?.kind === 'text' || next?.kind === 'name'; next = this.#peek()) {
      labels.push(next.text);
      this.#at++;
    }
    if (!this.#is('{')) {
      return undefined;
    }
    if (depth >= deepest) {
      throw new TooComplexError();
    }
    this.#at++;
    return { type, labels, body: this.body(depth + 1) };
  }

  /** Takes everything to the end of the line, or to the brace that closes the block; inside brackets lines do not end. */
  #expression(): HclValue {
    const taken: Token[] = [];
    let open = 0;
    for (let next = this.#peek(); next; next = this.#peek()) {
      if (open === 0 && (next.kind === 'newline' || this.#is('}'))) {
        break;
      }
      open += next.kind !== 'mark' ? 0 : '{[('.includes(next.text) ? 1 : '}])'.includes(next.text) ? -1 : 0;
      if (next.kind !== 'newline') {
        taken.push(next);
      }
      this.#at++;
    }
    return literal(taken);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #take(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  #is(mark: string): boolean {
    const next = this.#peek();
    return next?.kind === 'mark' && next.text === mark;
  }
}

function literal(tokens: readonly Token[]): HclValue {
  const [first] = tokens;
  if (tokens.length === 1 && first?.kind === 'text') {
    return first.text;
  }
  const inner = tokens.slice(1, -1);
  const isList = first?.text === '[' && first.kind === 'mark' && tokens.at(-1)?.text === ']';
  const items = inner.filter((token) => token.kind === 'text').map((token) => token.text);
  const simple = inner.every((token) => token.kind === 'text' || (token.kind === 'mark' && token.text === ','));
  return isList && simple ? items : undefined;
}

const patterns: readonly (readonly [Token['kind'] | 'nothing', RegExp])[] = [
  ['nothing', /[ \t\r\uFEFF]+|(?:#|\/\/)[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y],
  ['newline', /\n/y],
  ['name', /[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)*/uy],
  ['mark', /[\s\S]/y],
];

function tokensOf(text: string, budget: Budget): readonly Token[] {
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
  /** Nothing where the text is never closed on its line. */
  readonly value?: string;
  readonly end: number;
}

/** A quoted text; quotes inside of `${…}` belong to the template. */
function quoted(text: string, start: number): Special {
  let value = '';
  let template = 0;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\n') {
      return { end: at };
    }
    if (char === '"' && template === 0) {
      return { value, end: at + 1 };
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
