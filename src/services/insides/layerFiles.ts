import type { FileKind } from '../../domain/inside/fileKind.ts';

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
export type Said = LayerFile | 'hidden' | undefined;

/** What is remembered of one layer: its links, what it takes away, and the files that could be started. */
export class LayerFiles {
  readonly #files = new Map<string, LayerFile>();
  readonly #gone = new Set<string>();
  readonly #emptied = new Set<string>();
  #readable = true;

  /** How much is remembered. */
  get size(): number {
    return this.#files.size + this.#gone.size + this.#emptied.size;
  }

  add(path: string, file: LayerFile): void {
    this.#files.set(path, file);
  }

  /** A whiteout (OCI image-spec, layer.md): lower layers' path is not there. */
  takeAway(path: string): void {
    this.#gone.add(path);
  }

  /** An opaque whiteout: nothing that lower layers have in this folder is there. */
  empty(folder: string): void {
    this.#emptied.add(folder);
  }

  /** It is no archive, or one that cannot be read: an encrypted one. What was seen of it does not count. */
  markUnreadable(): void {
    this.#readable = false;
    this.#files.clear();
    this.#gone.clear();
    this.#emptied.clear();
  }

  get isReadable(): boolean {
    return this.#readable;
  }

  /** What is written under exactly this path. */
  exactly(path: string): LayerFile | undefined {
    return this.#files.get(path);
  }

  at(path: string): Said {
    const own = this.#files.get(path);
    if (own) {
      return own;
    }
    let hidden = this.#gone.has(path) || this.#emptied.has('');
    // from the root on: the first link on the way decides
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      const folder = path.slice(0, slash);
      const file = this.#files.get(folder);
      if (file) {
        return file.kind === 'link' ? { kind: 'link', target: below(file.target, path.slice(slash + 1)) } : 'hidden';
      }
      hidden ||= this.#gone.has(folder) || this.#emptied.has(folder);
    }
    return hidden ? 'hidden' : undefined;
  }

  /** Other paths that a path may be written under, since a folder of it has them as its links. */
  *aliases(path: string): Iterable<string> {
    for (const [link, file] of this.#files) {
      if (file.kind === 'link' && path.startsWith(`${file.target}/`)) {
        yield below(link, path.slice(file.target.length + 1));
      }
    }
  }
}

function below(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
