import { mostLinks, type InsideBudget } from '../../domain/inside/budget.ts';
import { PathNames } from '../../domain/inside/pathNames.ts';
import { LayerFiles, type LayerFile } from './layerFiles.ts';

/** A file, and its real path. */
interface FoundFile {
  readonly path: string;
  readonly file: Extract<LayerFile, { kind: 'file' }>;
}

/** The files of an image; layers are read on demand. */
export interface ImageFiles {
  /**
   * Finds the first of these paths that exists, following links. Reads layers from last to first, and none below the layer with that file.
   */
  find(paths: readonly string[]): Promise<FoundFile | undefined>;
  /** Whether all layers so far could be read; otherwise, a missing file may still exist. */
  isReadable(): boolean;
  /** The layers that were not read yet. */
  unread(): readonly number[];
}

/**
 * @param layers the number of layers
 * @param read collects the files of one layer; 0 is the lowest
 * @param budget charged for every name that is looked up; `find` rejects with `BudgetExceeded` when it is used up
 */
export function createImageFiles(
  layers: number,
  read: (layer: number, into: LayerFiles) => Promise<void>,
  budget: InsideBudget,
): ImageFiles {
  const names = new PathNames(budget);
  const known = new Map<number, LayerFiles>();
  async function filesOf(layer: number): Promise<LayerFiles> {
    let files = known.get(layer);
    if (!files) {
      files = new LayerFiles(names, budget);
      await read(layer, files);
      known.set(layer, files);
    }
    return files;
  }
  const topDown = Array.from({ length: layers }, (_, index) => layers - 1 - index);

  /** One pass through the layers: finds a file, or the path to continue with because part of the path is a link. */
  async function look(paths: readonly string[]): Promise<FoundFile | { readonly instead: readonly string[] }> {
    let left = paths;
    for (const layer of topDown) {
      const files = await filesOf(layer);
      const still: string[] = [];
      for (const [index, path] of left.entries()) {
        const said = files.at(path);
        if (said === 'hidden') {
          continue;
        }
        if (said?.kind === 'file') {
          return { path, file: said };
        }
        if (said) {
          return { instead: [...still, said.target, ...left.slice(index + 1)] };
        }
        still.push(path);
      }
      left = still;
      if (left.length === 0) {
        return { instead: [] };
      }
    }
    return writtenElsewhere(left) ?? { instead: [] };
  }

  /** Some tools write a file through a link of a lower layer: `bin/app`, if `bin` is a link to `usr/bin` there. */
  function writtenElsewhere(paths: readonly string[]): FoundFile | undefined {
    for (const path of paths) {
      for (const lower of topDown) {
        for (const alias of known.get(lower)?.aliases(path) ?? []) {
          const files = topDown.map((layer) => known.get(layer)?.exactly(alias));
          const file = files.find((each) => each !== undefined);
          if (file?.kind === 'file') {
            return { path, file };
          }
        }
      }
    }
    return undefined;
  }

  return {
    isReadable: () => [...known.values()].every((files) => files.isReadable),
    unread: () => topDown.filter((layer) => !known.has(layer)),
    async find(paths) {
      let wanted = paths;
      // the links of different paths are followed in turns
      for (let links = 0; links <= mostLinks && wanted.length > 0; links++) {
        const found = await look(wanted);
        if ('file' in found) {
          return found;
        }
        wanted = found.instead;
      }
      return undefined;
    },
  };
}
