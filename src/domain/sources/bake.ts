import { TooComplexError, withinBudget, type Budget } from '../untrusted/budget.ts';
import { parseHcl, type HclBody } from './bake/hcl.ts';
import type { FoundIn, SourceFile } from './readFiles.ts';
import { list, mapping, text, texts, type Mapping } from '../untrusted/values.ts';
import { parseJson } from '../untrusted/json.ts';

/**
 * A target or a group of a bake file. `tags` and `platforms` hold what can be told without evaluating the file; those of a
 * group are its targets' together.
 */
export interface BakeTarget {
  readonly name: string;
  /** A group, or a target with a matrix: several images, so no single name for them. */
  readonly several: boolean;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
}

/** A definition as it stands in one or several files, later ones laid over earlier ones attribute by attribute. */
interface Definition {
  readonly lists: Map<string, readonly string[]>;
  matrix: boolean;
}

interface Definitions {
  readonly variables: Map<string, string>;
  readonly targets: Map<string, Definition>;
  readonly groups: Map<string, Definition>;
}

export interface BakeFile extends SourceFile {
  readonly format: 'hcl' | 'json';
}

/** For all that files define together: members of groups, inherited attributes, characters of tags by the dozen. */
const mostSteps = 1_000_000;
/** Parents of parents; what people write has three or four. */
const deepestInheritance = 100;
/** In characters; no tag and no platform is longer. */
const longestValue = 4096;
const charactersPerStep = 64;

/**
 * Reads names from bake files in the order in which bake merges them. Targets that begin with `_` are there to be inherited
 * from; they are left out. Where files are readable one by one, but groups, variables and inheritance multiply what they
 * define, all of them count as too complex.
 */
export function bakeTargets(files: readonly BakeFile[]): FoundIn<BakeTarget> {
  const all: Definitions = { variables: new Map(), targets: new Map(), groups: new Map() };
  const tooComplex = files.filter((file) => !readInto(all, file)).map(({ path }) => path);
  const found = withinBudget(mostSteps, (budget) => new Evaluation(all, budget).all());
  return found.ok ? { found: found.value, tooComplex } : { found: [], tooComplex: files.map(({ path }) => path) };
}

/** Whether the file could be read. */
function readInto(all: Definitions, { format, text: written }: BakeFile): boolean {
  if (format === 'json') {
    readJson(written, all);
    return true;
  }
  const body = parseHcl(written);
  if (body.ok) {
    readHcl(body.value, all);
  }
  return body.ok;
}

function readHcl(body: HclBody, all: Definitions): void {
  for (const { type, labels, body: inner } of body.blocks) {
    const name = labels[0];
    if (name === undefined) {
      continue;
    }
    if (type === 'variable') {
      const value = inner.attributes.get('default');
      if (typeof value === 'string') {
        all.variables.set(name, value);
      }
    } else if (type === 'target' || type === 'group') {
      add(type === 'target' ? all.targets : all.groups, name, {
        lists: new Map(
          [...inner.attributes].flatMap(([key, value]) => (typeof value === 'object' ? [[key, value]] : [])),
        ),
        matrix: inner.attributes.has('matrix'),
      });
    }
  }
}

function readJson(json: string, all: Definitions): void {
  const root = mapping(parseJson(json));
  for (const [name, variable] of named(root.variable)) {
    const value = text(variable.default);
    if (value !== undefined) {
      all.variables.set(name, value);
    }
  }
  for (const [kind, into] of [
    ['target', all.targets],
    ['group', all.groups],
  ] as const) {
    for (const [name, definition] of named(root[kind])) {
      add(into, name, {
        lists: new Map(Object.entries(definition).map(([key, value]) => [key, texts(value)])),
        matrix: 'matrix' in definition,
      });
    }
  }
}

/** Blocks of one type in HCL's JSON form: by name, each a mapping or a list of mappings. */
function named(value: unknown): readonly (readonly [string, Mapping])[] {
  return Object.entries(mapping(value)).flatMap(([name, block]) =>
    (Array.isArray(block) ? list(block) : [block]).map((one) => [name, mapping(one)] as const),
  );
}

/** In place: the same target may be defined thousands of times. */
function add(into: Map<string, Definition>, name: string, definition: Definition): void {
  const former = into.get(name);
  if (former === undefined) {
    into.set(name, definition);
    return;
  }
  for (const [key, values] of definition.lists) {
    former.lists.set(key, values);
  }
  former.matrix ||= definition.matrix;
}

/** What targets and groups come to, each step of it counted. */
class Evaluation {
  readonly #all: Definitions;
  readonly #budget: Budget;
  /** What a target has with its parents laid under it, by its name. */
  readonly #whole = new Map<string, Definition['lists']>();
  /** Texts with their variables replaced. */
  readonly #resolved = new Map<string, string | undefined>();

  constructor(all: Definitions, budget: Budget) {
    this.#all = all;
    this.#budget = budget;
  }

  all(): readonly BakeTarget[] {
    const { groups, targets } = this.#all;
    const told = (names: Iterable<string>) => ({
      tags: this.#values(names, 'tags'),
      platforms: this.#values(names, 'platforms'),
    });
    return [
      ...[...groups.keys()].map((name) => ({ name, several: true, ...told(this.#membersOf(name)) })),
      ...[...targets]
        .filter(([name]) => !name.startsWith('_') && !groups.has(name))
        .map(([name, { matrix }]) => ({ name, several: matrix, ...told([name]) })),
    ];
  }

  #values(names: Iterable<string>, key: 'tags' | 'platforms'): readonly string[] {
    const values = new Set<string>();
    for (const name of names) {
      const own = this.#all.targets.get(name);
      const given = (own && this.#complete(name, own, 0).get(key)) ?? [];
      this.#budget.spend(1 + given.length);
      given
        .map((value) => this.#resolve(value))
        .filter((value) => value !== undefined)
        .forEach((value) => values.add(value));
    }
    return [...values];
  }

  /** A target with its parents laid under it, in the order in which it names them. */
  #complete(name: string, own: Definition, depth: number): Definition['lists'] {
    const former = this.#whole.get(name);
    if (former) {
      return former;
    }
    if (depth > deepestInheritance) {
      throw new TooComplexError();
    }
    // also what a circle of parents finds
    this.#whole.set(name, own.lists);
    const whole: Definition['lists'] = new Map();
    const layOver = (lists: Definition['lists']) => {
      this.#budget.spend(1 + lists.size);
      lists.forEach((values, key) => whole.set(key, values));
    };
    for (const parent of own.lists.get('inherits') ?? []) {
      this.#budget.spend();
      const definition = this.#all.targets.get(parent);
      if (definition) {
        layOver(this.#complete(parent, definition, depth + 1));
      }
    }
    layOver(own.lists);
    this.#whole.set(name, whole);
    return whole;
  }

  /** The targets of a group, and of the groups in it. */
  #membersOf(group: string): ReadonlySet<string> {
    const members = new Set([group]);
    for (const member of members) {
      const names = this.#all.groups.get(member)?.lists.get('targets') ?? [];
      this.#budget.spend(1 + names.length);
      names.forEach((name) => members.add(name));
    }
    return members;
  }

  /** The text with `${variable}` replaced by the variables' defaults; nothing if it holds any other expression. */
  #resolve(value: string): string | undefined {
    if (!this.#resolved.has(value)) {
      this.#resolved.set(value, this.#replaceVariables(value));
    }
    return this.#resolved.get(value);
  }

  #replaceVariables(value: string): string | undefined {
    const pieces: string[] = [];
    let done = 0;
    let length = value.length;
    for (const { 0: whole, 1: name = '', index } of value.matchAll(/\$\{\s*(\w+)\s*\}/g)) {
      const replaced = this.#all.variables.get(name) ?? whole;
      this.#budget.spend(1 + Math.floor(replaced.length / charactersPerStep));
      length += replaced.length - whole.length;
      pieces.push(value.slice(done, index), replaced);
      done = index + whole.length;
    }
    this.#budget.spend(Math.floor(value.length / charactersPerStep));
    if (length > longestValue) {
      return undefined;
    }
    const resolved = pieces.join('') + value.slice(done);
    return /[$%]\{/.test(resolved) ? undefined : resolved;
  }
}
