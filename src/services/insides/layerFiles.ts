import type { InsideBudget } from '../../domain/inside/budget.ts';
import type { FileKind } from '../../domain/inside/fileKind.ts';
import { rootId, type PathId, type PathNames } from '../../domain/inside/pathNames.ts';

/** What is remembered of a file of a layer. */
export type LayerFile = { readonly kind: 'file'; readonly is: FileKind; readonly executable: boolean } | LayerLink;

interface LayerLink {
  readonly kind: 'link';
  /** The path that it stands for, as layers name files. */
  readonly target: string;
}

/**
 * What a layer says of a path: a file; the path that stands for it, since it or a folder of it is a link; `hidden`, what
 * lower layers have there does not count; nothing.
 */
type Said = LayerFile | 'hidden' | undefined;

/**
 * What is remembered of one layer: its links, what it takes away, and the files that could be started. All of it is taken from
 * the budget of the image; methods throw `BudgetExceeded`.
 */
export class LayerFiles {
  readonly #names: PathNames;
  readonly #budget: InsideBudget;
  readonly #files = new Map<PathId, LayerFile>();
  readonly #linksTo = new Map<PathId, PathId[]>();
  readonly #gone = new Set<PathId>();
  readonly #emptied = new Set<PathId>();
  #readable = true;

  /** @param names those of the image, that all of its layers share */
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
    } else if (file.is.kind === 'script') {
      this.#budget.spend('characters', file.is.interpreter.length + (file.is.argument?.length ?? 0));
    }
  }

  /** A whiteout (OCI image-spec, layer.md): lower layers' path is not there. */
  takeAway(path: string): void {
    this.#budget.spend('remembered');
    this.#gone.add(this.#names.add(path));
  }

  /** An opaque whiteout: nothing that lower layers have in this folder is there. */
  empty(folder: string): void {
    this.#budget.spend('remembered');
    this.#emptied.add(this.#names.add(folder));
  }

  /** It is no archive, or one that cannot be read: an encrypted one. What was seen of it does not count. */
  markUnreadable(): void {
    this.#readable = false;
    for (const seen of [this.#files, this.#linksTo, this.#gone, this.#emptied]) {
      seen.clear();
    }
  }

  get isReadable(): boolean {
    return this.#readable;
  }

  /** What is written under exactly this path. */
  exactly(id: PathId): LayerFile | undefined {
    this.#budget.spend('steps');
    return this.#files.get(id);
  }

  at(path: string): Said {
    const { ids, isWhole } = this.#names.known(path);
    const own = isWhole ? ids.at(-1) : undefined;
    const file = own === undefined ? undefined : this.#files.get(own);
    if (file) {
      return file;
    }
    let hidden = (own !== undefined && this.#gone.has(own)) || this.#emptied.has(rootId);
    // from the root on: the first link on the way decides
    for (const [level, folder] of (own === undefined ? ids : ids.slice(0, -1)).entries()) {
      const way = this.#files.get(folder);
      if (way) {
        return way.kind === 'link' ? { kind: 'link', target: joined(way.target, after(path, level + 1)) } : 'hidden';
      }
      hidden ||= this.#gone.has(folder) || this.#emptied.has(folder);
    }
    return hidden ? 'hidden' : undefined;
  }

  /** Other paths that a path may be written under, since a folder of it has them as its links. */
  *aliases(path: string): Iterable<PathId> {
    const { ids, isWhole } = this.#names.known(path);
    for (const [level, folder] of (isWhole ? ids.slice(0, -1) : ids).entries()) {
      const links = this.#linksTo.get(folder) ?? [];
      const rest = links.length === 0 ? '' : after(path, level + 1);
      for (const link of links) {
        const alias = this.#names.below(link, rest);
        if (alias !== undefined) {
          yield alias;
        }
      }
    }
  }
}

/** What of a path is behind so many names. */
function after(path: string, names: number): string {
  return path.split('/').slice(names).join('/');
}

function joined(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
