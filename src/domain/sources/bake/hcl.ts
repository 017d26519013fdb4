import { TooComplexError, withinBudget, type Budget, type TooComplex } from '../../untrusted/budget.ts';
import type { Result } from '../../result.ts';
import { tokensOf, type Token } from './hclTokens.ts';

/** `key = expression`, or a block with labels: the part of HCL that shows what a file defines. */
export interface HclBody {
  readonly attributes: ReadonlyMap<string, HclExpression>;
  readonly blocks: readonly HclBlock[];
}

interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly body: HclBody;
}

/** The value of an attribute, as far as known without functions and operators. */
export type HclExpression =
  /** A text with unresolved templates (`${…}`). */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly HclExpression[] }
  | { readonly kind: 'object'; readonly entries: ReadonlyMap<string, HclExpression> }
  /** A variable or a path into one: `name`, `target.base.tags`. */
  | { readonly kind: 'name'; readonly path: readonly string[] }
  | { readonly kind: 'null' }
  | { readonly kind: 'unknown' };

/** Nesting of blocks; bake has two levels. */
const deepest = 50;
/** For a megabyte of brackets. */
const mostTokens = 1_000_000;

/**
 * Parses a file's attributes and blocks without evaluation. Never throws: skips to the next line after an error. Takes time proportional to
 * the length of the text.
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
    const attributes = new Map<string, HclExpression>();
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

  /** Reads to the end of the line, or to the closing brace of the block; lines do not end inside brackets. */
  #expression(): HclExpression {
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
    return readExpression(taken);
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

/** The expression in a template, between `${` and `}`. */
export function parseExpression(text: string, budget: Budget): HclExpression {
  return readExpression(tokensOf(text, budget).filter(({ kind }) => kind !== 'newline'));
}

const unknown: HclExpression = { kind: 'unknown' };

function readExpression(tokens: readonly Token[]): HclExpression {
  const reader = new ExpressionReader(tokens);
  const read = reader.value(0);
  return reader.isAtEnd ? read : unknown;
}

class ExpressionReader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#tokens.length;
  }

  value(depth: number): HclExpression {
    const token = this.#tokens[this.#at++];
    if (token === undefined || depth > deepest) {
      return unknown;
    }
    switch (token.kind) {
      case 'text':
      case 'number':
        return { kind: 'text', text: token.text };
      case 'name':
        return named(token.text);
      case 'newline':
        return unknown;
      case 'mark':
        return token.text === '[' ? this.#list(depth) : token.text === '{' ? this.#object(depth) : unknown;
    }
  }

  #list(depth: number): HclExpression {
    const items: HclExpression[] = [];
    while (!this.#took(']')) {
      const item = this.#operand(depth, ']');
      if (this.isAtEnd) {
        return unknown;
      }
      items.push(item);
      this.#took(',');
    }
    return { kind: 'list', items };
  }

  #object(depth: number): HclExpression {
    const entries = new Map<string, HclExpression>();
    while (!this.#took('}')) {
      const key = this.#tokens[this.#at++];
      if (key === undefined || (key.kind !== 'text' && key.kind !== 'name') || !(this.#took('=') || this.#took(':'))) {
        return unknown;
      }
      entries.set(key.text, this.#operand(depth, '}'));
      if (this.isAtEnd) {
        return unknown;
      }
      this.#took(',');
    }
    return { kind: 'object', entries };
  }

  /** A part of a list or object. An expression that is more than a value is skipped and unknown. */
  #operand(depth: number, end: string): HclExpression {
    const value = this.value(depth + 1);
    let open = 0;
    let more = false;
    for (let next = this.#tokens[this.#at]; next; next = this.#tokens[this.#at]) {
      const mark = next.kind === 'mark' ? next.text : '';
      // without line breaks, an object's parts must be separated by commas
      if (open === 0 && (mark === ',' || mark === end || this.#startsEntry(end))) {
        break;
      }
      open += '{[('.includes(mark) && mark !== '' ? 1 : '}])'.includes(mark) && mark !== '' ? -1 : 0;
      more = true;
      this.#at++;
    }
    return more ? unknown : value;
  }

  #startsEntry(end: string): boolean {
    const [key, sign] = this.#tokens.slice(this.#at, this.#at + 2);
    const isKey = key?.kind === 'name' || key?.kind === 'text';
    return end === '}' && isKey && sign?.kind === 'mark' && sign.text === '=';
  }

  #took(mark: string): boolean {
    const next = this.#tokens[this.#at];
    const is = next?.kind === 'mark' && next.text === mark;
    this.#at += is ? 1 : 0;
    return is;
  }
}

function named(text: string): HclExpression {
  return text === 'null'
    ? { kind: 'null' }
    : text === 'true' || text === 'false'
      ? { kind: 'text', text }
      : { kind: 'name', path: text.split('.') };
}
