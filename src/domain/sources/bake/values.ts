import { TooComplexError, type Budget } from '../../untrusted/budget.ts';
import type { Definitions } from './definitions.ts';
import { parseExpression, type HclExpression } from './hcl.ts';

/** The value of an expression; undefined: unknown without running bake. */
export type BakeValue = string | BakeList | ReadonlyMap<string, BakeValue> | undefined;

/** bake has built-in values for these (bake/bake.go, `ParseFiles`). */
const builtIn: readonly string[] = ['BAKE_CMD_CONTEXT', 'BAKE_LOCAL_PLATFORM', 'target', 'group'];

/** Unknown items are undefined. */
export type BakeList = readonly BakeValue[];

/** Values by the name of their variable, such as those of a matrix member. */
export type Scope = ReadonlyMap<string, BakeValue>;

/** Nesting of variables; real files have two or three. */
const deepest = 50;
/** In characters; no tag or platform is longer. */
const longest = 4096;
const charactersPerStep = 64;

/** Evaluates expressions: literals, templates with variables, variables by their defaults, and paths into them. */
export class BakeValues {
  readonly #all: Definitions;
  readonly #budget: Budget;
  readonly #variables = new Map<string, BakeValue>();
  readonly #open = new Set<string>();
  /** Names that are used but not defined. */
  readonly missing = new Set<string>();

  constructor(all: Definitions, budget: Budget) {
    this.#all = all;
    this.#budget = budget;
  }

  of(expression: HclExpression | undefined, scope: Scope, depth = 0): BakeValue {
    this.#budget.spend();
    if (depth > deepest) {
      throw new TooComplexError();
    }
    switch (expression?.kind) {
      case 'text':
        return this.#template(expression.text, scope, depth);
      case 'list':
        return expression.items.map((item) => this.of(item, scope, depth + 1));
      case 'object':
        return new Map([...expression.entries].map(([key, value]) => [key, this.of(value, scope, depth + 1)]));
      case 'name':
        return this.#named(expression.path, scope, depth);
      case 'null':
      case 'unknown':
      case undefined:
        return undefined;
    }
  }

  #named(path: readonly string[], scope: Scope, depth: number): BakeValue {
    const [name = '', ...way] = path;
    if (scope.has(name)) {
      return within(scope.get(name), way);
    }
    const [of = '', attribute = '', ...further] = way;
    if (name === 'target' && this.#all.targets.has(of)) {
      const own = this.#all.targets.get(of);
      // a matrix has several members, and inherited attributes do not count as a target's own here
      return own?.has('matrix') ? undefined : within(this.of(own?.get(attribute), new Map(), depth + 1), further);
    }
    return within(this.#variable(name, depth), way);
  }

  #variable(name: string, depth: number): BakeValue {
    const expression = this.#all.variables.get(name);
    if (expression === undefined) {
      if (!builtIn.includes(name)) {
        this.missing.add(name);
      }
      return undefined;
    }
    if (!this.#variables.has(name)) {
      if (this.#open.has(name)) {
        return undefined;
      }
      this.#open.add(name);
      this.#variables.set(name, this.of(expression, new Map(), depth + 1));
    }
    return this.#variables.get(name);
  }

  #template(text: string, scope: Scope, depth: number): BakeValue {
    this.#budget.spend(Math.floor(text.length / charactersPerStep));
    if (!/[$%]\{/.test(text)) {
      return text.length > longest ? undefined : text;
    }
    let out = '';
    let done = 0;
    for (const { 0: whole, 1: double, 2: inner = '', index } of text.matchAll(/([$%])\1\{|\$\{([^{}"]*)\}/g)) {
      const value =
        double === undefined ? this.of(parseExpression(inner, this.#budget), scope, depth + 1) : `${double}{`;
      if (double === undefined && whole === text) {
        return value;
      }
      const before = text.slice(done, index);
      if (typeof value !== 'string' || /[$%]\{/.test(before) || out.length + before.length + value.length > longest) {
        return undefined;
      }
      this.#budget.spend(1 + Math.floor((before.length + value.length) / charactersPerStep));
      out += before + value;
      done = index + whole.length;
    }
    const rest = text.slice(done);
    return /[$%]\{/.test(rest) || out.length + rest.length > longest ? undefined : out + rest;
  }
}

export function isBakeList(value: BakeValue): value is BakeList {
  return Array.isArray(value);
}

function within(value: BakeValue, way: readonly string[]): BakeValue {
  let found = value;
  for (const key of way) {
    found = found instanceof Map ? (found as ReadonlyMap<string, BakeValue>).get(key) : undefined;
  }
  return found;
}
