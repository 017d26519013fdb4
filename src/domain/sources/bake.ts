import { TooComplexError, withinBudget, type Budget } from '../untrusted/budget.ts';
import { layOver, readInto, type Attributes, type BakeFile, type Definitions } from './bake/definitions.ts';
import { matrixMembers, type Concrete } from './bake/matrix.ts';
import { BakeValues, isBakeList, type Scope } from './bake/values.ts';
import type { ComposeService, UnknownPart } from './compose.ts';
import type { HclExpression } from './bake/hcl.ts';
import type { FoundIn } from './readFiles.ts';

export type { BakeFile } from './bake/definitions.ts';

/**
 * A target or group of a bake file, or a member of a matrix. `tags` and `platforms` contain what is known without running bake; those of a
 * group combine its targets.
 */
interface BakeTarget {
  readonly name: string;
  /** It has several images, so it cannot have a single name. */
  readonly several: boolean;
  readonly tags: readonly string[];
  readonly platforms: readonly string[];
  /** Unknown or incomplete lists; absent if everything is known. */
  readonly unknown?: readonly UnknownPart[];
}

export interface BakeTargets extends FoundIn<BakeTarget> {
  /** It inherits, groups or uses something that is not defined: the files are overlays for others. */
  readonly isOverlay: boolean;
}

/** Limit for all definitions of the files: members of groups, inherited attributes, characters of tags in units. */
const mostSteps = 1_000_000;
/** Levels of inheritance; real files have three or four. */
const deepestInheritance = 100;

/**
 * Reads definitions from bake files in merge order. Omits targets that start with `_`, which are only inherited from. If the files can be
 * read individually but groups, variables and inheritance multiply their definitions, all of them count as too complex.
 *
 * @param services those of Compose files, which bake reads first
 */
export function bakeTargets(files: readonly BakeFile[], services: readonly ComposeService[] = []): BakeTargets {
  const all: Definitions = { variables: new Map(), targets: new Map(), groups: new Map() };
  const tooComplex: string[] = [];
  const found = withinBudget(mostSteps, (budget) => {
    const ofServices = new Map<string, Attributes>(services.map((service) => [service.name, attributesOf(service)]));
    for (const file of files) {
      if (!readInto(all, file, budget)) {
        tooComplex.push(file.path);
      }
    }
    for (const [name, attributes] of ofServices) {
      const own = all.targets.get(name);
      if (own) {
        all.targets.set(name, attributes);
        layOver(all.targets, name, own);
      }
    }
    return new Evaluation(all, new Set(ofServices.keys()), budget).all();
  });
  return found.ok
    ? { ...found.value, tooComplex }
    : { found: [], isOverlay: false, tooComplex: files.map(({ path }) => path) };
}

function attributesOf(service: ComposeService): Attributes {
  const part = (key: UnknownPart): [string, HclExpression] => [
    key,
    service.unknown?.includes(key)
      ? { kind: 'unknown' }
      : { kind: 'list', items: service[key].map((text) => ({ kind: 'text', text })) },
  ];
  return new Map([part('tags'), part('platforms')]);
}

/** The known part of a list. */
interface Told {
  readonly values: readonly string[];
  /** There may be others. */
  readonly unknown: boolean;
  /** No definition; an empty list is one. */
  readonly silent?: boolean;
}

const nothing: Scope = new Map();

/** Resolves targets and groups, and counts each step. */
class Evaluation {
  readonly #all: Definitions;
  readonly #budget: Budget;
  readonly #values: BakeValues;
  readonly #services: ReadonlySet<string>;
  readonly #concrete = new Map<string, Concrete>();
  /** The members of each group and matrix; undefined among them: there are others. */
  readonly #members = new Map<string, readonly (string | undefined)[]>();
  readonly #told = new Map<string, Told>();
  #isOverlay = false;

  /** @param services names of Compose services, which a group may contain */
  constructor(all: Definitions, services: ReadonlySet<string>, budget: Budget) {
    this.#all = all;
    this.#budget = budget;
    this.#services = services;
    this.#values = new BakeValues(all, budget);
  }

  all(): Pick<BakeTargets, 'found' | 'isOverlay'> {
    for (const [name, own] of this.#all.targets) {
      this.#expand(name, own);
    }
    for (const [name, own] of this.#all.groups) {
      this.#members.set(name, this.#textsOf(own.get('targets'), nothing));
    }
    const matrices = [...this.#members.keys()].filter((name) => !this.#all.groups.has(name));
    const found = [
      ...[...this.#all.groups.keys()].map((name) => this.#targetOf(name)),
      ...[...this.#all.targets.keys()]
        .filter((name) => !name.startsWith('_') && !this.#all.groups.has(name))
        .map((name) => this.#targetOf(name)),
      ...matrices
        .filter((name) => !name.startsWith('_'))
        .flatMap((name) => this.#members.get(name)?.flatMap((member) => (member === undefined ? [] : [member])) ?? [])
        .filter((name) => !this.#all.targets.has(name) && !this.#all.groups.has(name))
        .map((name) => this.#targetOf(name)),
    ];
    return { found, isOverlay: this.#isOverlay || this.#values.missing.size > 0 };
  }

  /** A matrix is a group with one target per combination of its lists. */
  #expand(name: string, own: Attributes): void {
    if (!own.has('matrix')) {
      this.#concrete.set(name, { own, scope: nothing });
      return;
    }
    const members = matrixMembers(own, this.#values, this.#budget);
    this.#members.set(name, members ? [...members.keys()] : [undefined]);
    for (const [member, concrete] of members ?? []) {
      this.#concrete.set(member, concrete);
    }
  }

  #targetOf(name: string): BakeTarget {
    const { targets, open } = this.#targetsIn(name);
    const part = (key: UnknownPart) => {
      const values = new Set<string>();
      let unknown = open;
      for (const target of targets) {
        const told = this.#part(target, key, 0);
        this.#budget.spend(1 + told.values.length);
        told.values.forEach((value) => values.add(value));
        unknown ||= told.unknown;
      }
      return { values: [...values], unknown };
    };
    const [tags, platforms] = [part('tags'), part('platforms')];
    const unknown = [...(tags.unknown ? ['tags' as const] : []), ...(platforms.unknown ? ['platforms' as const] : [])];
    return {
      name,
      several: open || targets.length !== 1,
      tags: tags.values,
      platforms: platforms.values,
      ...(unknown.length > 0 && { unknown }),
    };
  }

  /** The targets of a group or matrix, including nested groups; a target is its own. */
  #targetsIn(name: string): { readonly targets: readonly string[]; readonly open: boolean } {
    const seen = new Set([name]);
    const targets: string[] = [];
    let open = false;
    for (const each of seen) {
      // bake treats a group with the name of a target as the group
      const members = this.#members.get(each);
      if (members === undefined) {
        this.#isOverlay ||= !this.#concrete.has(each) && !this.#services.has(each);
        open ||= !this.#concrete.has(each);
        targets.push(each);
      }
      this.#budget.spend(1 + (members?.length ?? 0));
      for (const member of members ?? []) {
        if (member === undefined) {
          open = true;
        } else if (member === each && this.#concrete.has(each)) {
          targets.push(each);
        } else {
          seen.add(member);
        }
      }
    }
    return { targets, open };
  }

  /** A target's own definition, or that of its last parent with one. */
  #part(name: string, key: UnknownPart, depth: number): Told {
    const id = `${key}\n${name}`;
    const known = this.#told.get(id);
    if (known) {
      return known;
    }
    if (depth > deepestInheritance) {
      throw new TooComplexError();
    }
    // also the result of circular parents
    this.#told.set(id, { values: [], unknown: true });
    const told = this.#own(name, key) ?? this.#inherited(name, key, depth);
    this.#told.set(id, told);
    return told;
  }

  #own(name: string, key: UnknownPart): Told | undefined {
    const target = this.#concrete.get(name);
    const expression = target?.own.get(key);
    if (!target || expression === undefined || expression.kind === 'null') {
      return undefined;
    }
    const values = this.#textsOf(expression, target.scope);
    return {
      values: values.flatMap((value) => (value === undefined || value === '' ? [] : [value])),
      unknown: values.includes(undefined),
    };
  }

  #inherited(name: string, key: UnknownPart, depth: number): Told {
    const target = this.#concrete.get(name);
    const parents = target && this.#textsOf(target.own.get('inherits'), target.scope);
    this.#budget.spend(1 + (parents?.length ?? 0));
    for (const parent of parents?.toReversed() ?? []) {
      if (parent === undefined || !this.#concrete.has(parent)) {
        this.#isOverlay ||= parent !== undefined && !this.#members.has(parent);
        return { values: [], unknown: true };
      }
      const told = this.#part(parent, key, depth + 1);
      if (told.silent !== true) {
        return told;
      }
    }
    return { values: [], unknown: target === undefined, silent: target !== undefined };
  }

  /** The texts of a list; undefined among them: there are others. */
  #textsOf(expression: HclExpression | undefined, scope: Scope): readonly (string | undefined)[] {
    if (expression === undefined) {
      return [];
    }
    const value = this.#values.of(expression, scope);
    const items = isBakeList(value) ? value : [value];
    this.#budget.spend(items.length);
    return items.map((item) => (typeof item === 'string' ? item : undefined));
  }
}
