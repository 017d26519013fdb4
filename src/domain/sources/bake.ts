import { parseHcl, type HclBody } from './hcl.ts';
import { list, mapping, text, texts, type Mapping } from './yamlText.ts';

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
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly matrix: boolean;
}

interface Definitions {
  readonly variables: Map<string, string>;
  readonly targets: Map<string, Definition>;
  readonly groups: Map<string, Definition>;
}

export interface BakeFile {
  readonly format: 'hcl' | 'json';
  readonly text: string;
}

/**
 * Reads names from bake files in the order in which bake merges them. Targets that begin with `_` are there to be inherited
 * from; they are left out.
 */
export function bakeTargets(files: readonly BakeFile[]): readonly BakeTarget[] {
  const all: Definitions = { variables: new Map(), targets: new Map(), groups: new Map() };
  for (const file of files) {
    if (file.format === 'json') {
      readJson(file.text, all);
    } else {
      readHcl(parseHcl(file.text), all);
    }
  }
  const complete = completed(all.targets);
  const told = (names: Iterable<string>, key: string) => [
    ...new Set(
      [...names]
        .flatMap((name) => complete.get(name)?.lists.get(key) ?? [])
        .flatMap((value) => resolve(value, all.variables)),
    ),
  ];
  const groups = [...all.groups.keys()].map((name): BakeTarget => {
    const members = membersOf(name, all.groups);
    return { name, several: true, tags: told(members, 'tags'), platforms: told(members, 'platforms') };
  });
  const targets = [...all.targets]
    .filter(([name]) => !name.startsWith('_') && !all.groups.has(name))
    .map(([name, { matrix }]): BakeTarget => ({
      name,
      several: matrix,
      tags: told([name], 'tags'),
      platforms: told([name], 'platforms'),
    }));
  return [...groups, ...targets];
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
  let root: Mapping;
  try {
    root = mapping(JSON.parse(json));
  } catch {
    return;
  }
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

function add(into: Map<string, Definition>, name: string, definition: Definition): void {
  into.set(name, merge(into.get(name), definition));
}

function merge(below: Definition | undefined, above: Definition): Definition {
  return {
    lists: new Map([...(below?.lists ?? []), ...above.lists]),
    matrix: above.matrix || below?.matrix === true,
  };
}

/** Every target with its parents laid under it, in the order in which it names them. */
function completed(targets: ReadonlyMap<string, Definition>): ReadonlyMap<string, Definition> {
  const done = new Map<string, Definition>();
  const complete = (name: string, own: Definition): Definition => {
    const former = done.get(name);
    if (former) {
      return former;
    }
    // also what a circle of parents finds
    done.set(name, own);
    let below: Definition | undefined;
    for (const parent of own.lists.get('inherits') ?? []) {
      const definition = targets.get(parent);
      below = definition ? merge(below, complete(parent, definition)) : below;
    }
    const whole = { ...merge(below, own), matrix: own.matrix };
    done.set(name, whole);
    return whole;
  };
  for (const [name, own] of targets) {
    complete(name, own);
  }
  return done;
}

/** The targets of a group, and of the groups in it. */
function membersOf(group: string, groups: ReadonlyMap<string, Definition>): ReadonlySet<string> {
  const members = new Set([group]);
  for (const member of members) {
    for (const name of groups.get(member)?.lists.get('targets') ?? []) {
      members.add(name);
    }
  }
  return members;
}

/** The text with `${variable}` replaced by the variables' defaults; nothing if it holds any other expression. */
function resolve(value: string, variables: ReadonlyMap<string, string>): readonly string[] {
  const resolved = value.replaceAll(/\$\{\s*(\w+)\s*\}/g, (whole, name: string) => variables.get(name) ?? whole);
  return /[$%]\{/.test(resolved) ? [] : [resolved];
}
