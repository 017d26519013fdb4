import { mostLinks, type InsideBudget } from '../../domain/inside/budget.ts';
import { PathNames } from '../../domain/inside/pathNames.ts';
import { LayerFiles, type LayerFile } from './layerFiles.ts';

/** A file that is there, and where it really lies. */
interface FoundFile {
  readonly path: string;
  readonly file: Extract<LayerFile, { kind: 'file' }>;
}

/** The files of an image, of which layers are read as they are needed. */
export interface ImageFiles {
  /** The first of these paths that is there, behind links. Layers are read from the last to the first, and none below that file. */
  find(paths: readonly string[]): Promise<FoundFile | undefined>;
  /** Whether all layers that were read so far could be: else what was not found may be there. */
  isReadable(): boolean;
}

/**
 * @param layers how many there are
 * @param read fills in the files of one of them, the lowest being 0
 * @param budget taken from by every look at a name; `BudgetExceeded` is what `find` rejects with then
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

  /** A round through the layers: a file, or where to look instead because something on the way is a link. */
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

  /** Some tools write a file through a link of a lower layer: `bin/app`, where that one has `bin` as a link to `usr/bin`. */
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
    async find(paths) {
      let wanted = paths;
      // links of different paths are followed in turn
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
