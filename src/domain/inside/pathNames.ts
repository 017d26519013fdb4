import type { InsideBudget } from './budget.ts';

/** A path of an image, by number: the same for all of its layers. */
export type PathId = number;

export const rootId: PathId = 0;

/**
 * The paths that an image has, each as a name below another one: a look-up takes as long as the path is, and not as long as all
 * of its beginnings together.
 */
export class PathNames {
  readonly #ids = new Map<string, PathId>();
  readonly #budget: InsideBudget;

  constructor(budget: InsideBudget) {
    this.#budget = budget;
  }

  /** The path and its folders from the root on, as far as they are known. `isWhole`: up to the path itself. */
  known(path: string): { readonly ids: readonly PathId[]; readonly isWhole: boolean } {
    const ids: PathId[] = [];
    const names = namesOf(path);
    for (const name of names) {
      const id = this.below(ids.at(-1) ?? rootId, name);
      if (id === undefined) {
        break;
      }
      ids.push(id);
    }
    return { ids, isWhole: ids.length === names.length };
  }

  /** A path below a folder, where it is known. */
  below(folder: PathId, path: string): PathId | undefined {
    let id: PathId | undefined = folder;
    for (const name of namesOf(path)) {
      this.#budget.spend('steps');
      id = this.#ids.get(`${id}/${name}`);
      if (id === undefined) {
        return undefined;
      }
    }
    return id;
  }

  /** The number of a path, from now on. */
  add(path: string): PathId {
    let id = rootId;
    for (const name of namesOf(path)) {
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

function namesOf(path: string): readonly string[] {
  return path === '' ? [] : path.split('/');
}
