import type { Steps } from '../../steps.ts';
import type { Budget } from '../../untrusted/budget.ts';
import { baseName, directoryOf, joinPath, normalPath } from '../fileKinds.ts';
import { overridden, type ImageOverride, type Kustomization } from './kustomization.ts';

/** A file, as far as kustomizations build from it. */
export interface KustomizedFile {
  readonly path: string;
  readonly kustomizations: readonly Kustomization[];
  /** It may change where the pods of other files run. */
  readonly places: boolean;
}

/** How the kustomizations of a workspace build from a file. */
export interface Build {
  /** The image of a container in the file. */
  readonly imageOf: (image: string) => string;
  /** The placement of its pods is changed by a patch, or it is itself a patch, which has a part of it only. */
  readonly moves: boolean;
}

export interface Builds {
  /** By path; a file that no kustomization builds from has none. */
  readonly of: ReadonlyMap<string, readonly Build[]>;
  /** Entries of `images` that match a container; complete after all images were requested. */
  readonly matched: ReadonlySet<ImageOverride>;
}

const fileNames = new Set(['kustomization.yaml', 'kustomization.yml']);

/**
 * How kustomizations change the images of the files that they build from: those of a folder's kustomization first, then those of the one that
 * has the folder among its resources (api/internal/target/kusttarget.go, `accumulateTarget`). A kustomization that another one builds from is
 * not built by itself.
 *
 * @param budget for visiting files and folders, and for the entries that are compared with an image
 */
export function* kustomizedBuilds(files: readonly KustomizedFile[], budget: Budget): Steps<Builds> {
  const builder = new Builder(files, budget);
  yield* builder.run();
  return builder;
}

interface Layer {
  readonly images: readonly ImageOverride[];
  readonly moves: boolean;
}

class Builder implements Builds {
  readonly of = new Map<string, Build[]>();
  readonly matched = new Set<ImageOverride>();
  readonly #byFolder = new Map<string, Kustomization>();
  readonly #files: ReadonlyMap<string, KustomizedFile>;

  readonly #budget: Budget;

  constructor(files: readonly KustomizedFile[], budget: Budget) {
    this.#budget = budget;
    this.#files = new Map(files.map((file) => [file.path, file]));
    for (const { path, kustomizations } of files) {
      const [first] = kustomizations;
      if (fileNames.has(baseName(path)) && first?.from) {
        this.#byFolder.set(directoryOf(path), first);
      }
    }
  }

  *run(): Steps<void> {
    const used = new Set(
      [...this.#byFolder].flatMap(([folder, { from }]) =>
        [...(from?.resources ?? []), ...(from?.components ?? [])].flatMap((path) => this.#within(folder, path) ?? []),
      ),
    );
    for (const folder of this.#byFolder.keys()) {
      if (!used.has(folder)) {
        yield* this.#build(folder, [], new Set());
      }
    }
  }

  /** @param outer what the kustomizations around it change, the outermost first */
  *#build(folder: string, outer: readonly Layer[], seen: Set<string>): Steps<void> {
    yield;
    const own = this.#byFolder.get(folder);
    this.#budget.spend(1 + outer.length);
    // a circle would be refused; several others may build from the same one
    if (!own?.from || seen.has(folder)) {
      return;
    }
    seen.add(folder);
    const { resources, components, patches } = own.from;
    const parts = components.flatMap((path) => this.#within(folder, path) ?? []);
    const layer = {
      images: [...parts.flatMap((part) => this.#byFolder.get(part)?.images ?? []), ...own.images],
      moves: this.#moves(folder, new Set()),
    };
    const layers = [...outer, layer];
    // a resource twice is an error
    for (const found of new Set([...resources, ...components].map((path) => this.#within(folder, path)))) {
      this.#budget.spend();
      if (found !== undefined && this.#byFolder.has(found)) {
        yield* this.#build(found, layers, seen);
      } else if (found !== undefined) {
        this.#add(
          found,
          layers,
          layers.some(({ moves }) => moves),
        );
      }
    }
    for (const path of patches) {
      const found = this.#within(folder, path);
      this.#budget.spend();
      if (found !== undefined) {
        this.#add(found, layers, true);
      }
    }
    seen.delete(folder);
  }

  /**
   * Whether a kustomization or one of its components may change where pods run. Patches and components that are not in the workspace, or are
   * not read, may do so.
   */
  #moves(folder: string, seen: Set<string>): boolean {
    const own = this.#byFolder.get(folder);
    this.#budget.spend();
    if (seen.has(folder)) {
      return false;
    }
    seen.add(folder);
    const { patches = [], components = [] } = own?.from ?? {};
    return (
      own?.from === undefined ||
      own.moves ||
      patches.some((path) => this.#files.get(this.#within(folder, path) ?? '')?.places !== false) ||
      components.some((path) => {
        const part = this.#within(folder, path);
        return part === undefined || this.#moves(part, seen);
      })
    );
  }

  #add(path: string, layers: readonly Layer[], moves: boolean): void {
    if (!this.#files.has(path)) {
      return;
    }
    const build = { imageOf: (image: string) => this.#imageOf(image, layers), moves };
    const others = this.of.get(path);
    if (others) {
      others.push(build);
    } else {
      this.of.set(path, [build]);
    }
  }

  #imageOf(image: string, layers: readonly Layer[]): string {
    return layers.reduceRight((outer, { images }) => {
      this.#budget.spend(1 + images.length);
      return images.reduce((before, override) => {
        const after = overridden(before, override);
        if (after !== undefined) {
          this.matched.add(override);
        }
        return after ?? before;
      }, outer);
    }, image);
  }

  #within(folder: string, path: string): string | undefined {
    const found = normalPath(joinPath(folder, path));
    return found === '' ? '.' : found;
  }
}
