import type { InsideBudget } from '../../domain/inside/budget.ts';
import type { FileKind } from '../../domain/inside/fileKind.ts';
import { rootId, type PathId, type PathNames } from '../../domain/inside/pathNames.ts';

/** The kept facts about a file of a layer. */
export type LayerFile = { readonly kind: 'file'; readonly is: FileKind; readonly executable: boolean } | LayerLink;

interface LayerLink {
  readonly kind: 'link';
  /** The path that it points to, in the form used by layers. */
  readonly target: string;
}

/**
 * The entry of a layer for a path: a file; another path, because it or a parent folder is a link; `hidden`, if lower layers do not count;
 * or nothing.
 */
type Said = LayerFile | 'hidden' | undefined;

/**
 * The kept facts about one layer: its links, its whiteouts, and the files that could be started. All memory is charged to the budget of the
 * image; methods throw `BudgetExceeded`.
 */
export class LayerFiles {
  readonly #names: PathNames;
  readonly #budget: InsideBudget;
  readonly #files = new Map<PathId, LayerFile>();
  readonly #linksTo = new Map<PathId, PathId[]>();
  readonly #gone = new Set<PathId>();
  readonly #emptied = new Set<PathId>();
  #readable = true;

  /** @param names the names of the image, shared by its layers */
  constructor(names: PathNames, budget: InsideBudget) {
    this.#names = names;
    this.#budget = budget;
  }

  add(path: string, file: LayerFile): void {
    const id = this.#names.add(path);
    this.#remember(file);
    this.#files.set(id, file);
    if (file.kind === 'link' && file.target !== '') {
      const target = this.#names.add(file.target);
      const links = this.#linksTo.get(target) ?? [];
      links.push(id);
      this.#linksTo.set(target, links);
    }
  }

  #remember(file: LayerFile): void {
    this.#budget.spend('remembered');
    if (file.kind === 'link') {
      this.#budget.spend('characters', file.target.length);
    } else if (file.is.kind === 'program') {
      this.#budget.spend('characters', file.is.loader?.length ?? 0);
    } else if (file.is.kind === 'script') {
      this.#budget.spend('characters', file.is.interpreter.length + (file.is.argument?.length ?? 0));
    }
  }

  /** A whiteout (OCI image-spec, layer.md): hides this path of lower layers. */
  takeAway(path: string): void {
    this.#budget.spend('remembered');
    this.#gone.add(this.#names.add(path));
  }

  /** An opaque whiteout: hides the contents of this folder in lower layers. */
  empty(folder: string): void {
    this.#budget.spend('remembered');
    this.#emptied.add(this.#names.add(folder));
  }

  /** The layer is not an archive, or it cannot be read, for example because it is encrypted. Discards its facts. */
  markUnreadable(): void {
    this.#readable = false;
    for (const seen of [this.#files, this.#linksTo, this.#gone, this.#emptied]) {
      seen.clear();
    }
  }

  get isReadable(): boolean {
    return this.#readable;
  }

  /** The entry with exactly this path. */
  exactly(id: PathId): LayerFile | undefined {
    this.#budget.spend('steps');
    return this.#files.get(id);
  }

  at(path: string): Said {
    const { ids, ends, isWhole } = this.#names.known(path);
    const own = isWhole ? ids.at(-1) : undefined;
    const file = own === undefined ? undefined : this.#files.get(own);
    if (file) {
      return file;
    }
    let hidden = (own !== undefined && this.#gone.has(own)) || this.#emptied.has(rootId);
    // from the root on: the first link in the path decides
    for (const [level, folder] of (own === undefined ? ids : ids.slice(0, -1)).entries()) {
      const way = this.#files.get(folder);
      if (way) {
        return way.kind === 'link' ? { kind: 'link', target: joined(way.target, after(path, ends[level])) } : 'hidden';
      }
      hidden ||= this.#gone.has(folder) || this.#emptied.has(folder);
    }
    return hidden ? 'hidden' : undefined;
  }

  /** Other paths that a path may be stored under, because a parent folder has them as its links. */
  *aliases(path: string): Iterable<PathId> {
    const { ids, ends, isWhole } = this.#names.known(path);
    for (const [level, folder] of (isWhole ? ids.slice(0, -1) : ids).entries()) {
      const links = this.#linksTo.get(folder) ?? [];
      const rest = links.length === 0 ? '' : after(path, ends[level]);
      for (const link of links) {
        const alias = this.#names.below(link, rest);
        if (alias !== undefined) {
          yield alias;
        }
      }
    }
  }
}

/** The part of a path after the name that ends there. */
function after(path: string, end = path.length): string {
  return path.slice(end + 1);
}

function joined(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
