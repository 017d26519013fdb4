import type { InsideBudget } from './budget.ts';

/** A path of an image as a number: the same for all of its layers. */
export type PathId = number;

export const rootId: PathId = 0;

interface KnownPath {
  readonly ids: readonly PathId[];
  readonly ends: readonly number[];
  readonly isWhole: boolean;
}

/** The paths of an image, each as a name below another one: a look-up takes time proportional to the length of the path. */
export class PathNames {
  readonly #ids = new Map<string, PathId>();
  readonly #budget: InsideBudget;

  constructor(budget: InsideBudget) {
    this.#budget = budget;
  }

  /**
   * The path and its parent folders from the root on, as far as known, and where each ends in the path. `isWhole`: including the path
   * itself.
   */
  known(path: string): KnownPath {
    const ids: PathId[] = [];
    const ends: number[] = [];
    let id = rootId;
    for (const [name, end] of namesOf(path)) {
      const next = this.#look(id, name);
      if (next === undefined) {
        return { ids, ends, isWhole: false };
      }
      id = next;
      ids.push(id);
      ends.push(end);
    }
    return { ids, ends, isWhole: true };
  }

  /** A path below a folder, if known. */
  below(folder: PathId, path: string): PathId | undefined {
    let id: PathId | undefined = folder;
    for (const [name] of namesOf(path)) {
      id = this.#look(id, name);
      if (id === undefined) {
        return undefined;
      }
    }
    return id;
  }

  #look(folder: PathId, name: string): PathId | undefined {
    this.#budget.spend('steps');
    return this.#ids.get(`${folder}/${name}`);
  }

  /** The number of a path, which is assigned if necessary. */
  add(path: string): PathId {
    let id = rootId;
    for (const [name] of namesOf(path)) {
      this.#budget.spend('steps');
      const key = `${id}/${name}`;
      let next = this.#ids.get(key);
      if (next === undefined) {
        this.#budget.spend('remembered');
        this.#budget.spend('characters', name.length);
        next = this.#ids.size + 1;
        this.#ids.set(key, next);
      }
      id = next;
    }
    return id;
  }
}

/** Iterates over the names of a path and their ends: stopping early saves the rest. */
function* namesOf(path: string): Iterable<readonly [name: string, end: number]> {
  for (let from = 0; from < path.length;) {
    const slash = path.indexOf('/', from);
    const end = slash < 0 ? path.length : slash;
    yield [path.slice(from, end), end];
    from = end + 1;
  }
}
