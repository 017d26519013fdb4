import type { LayerFile, LayerFiles } from './layerFiles.ts';

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

/** As many as Linux follows (`MAXSYMLINKS`). */
const mostLinks = 40;

/**
 * @param layers how many there are
 * @param read the files of one of them, the lowest being 0
 */
export function createImageFiles(layers: number, read: (layer: number) => Promise<LayerFiles>): ImageFiles {
  const known = new Map<number, LayerFiles>();
  async function filesOf(layer: number): Promise<LayerFiles> {
    const files = known.get(layer) ?? (await read(layer));
    known.set(layer, files);
    return files;
  }
  const topDown = Array.from({ length: layers }, (_, index) => layers - 1 - index);

  /** A round through the layers: a file, or where to look instead because something on the way is a link. */
  async function look(paths: readonly string[]): Promise<FoundFile | { readonly instead: readonly string[] }> {
    let left = paths;
    for (const layer of topDown) {
      const files = await filesOf(layer);
      for (const path of left) {
        const said = files.at(path);
        if (said === 'hidden') {
          left = left.filter((each) => each !== path);
        } else if (said?.kind === 'file') {
          return { path, file: said };
        } else if (said) {
          return { instead: left.map((each) => (each === path ? said.target : each)) };
        }
      }
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
          const file = topDown.flatMap((layer) => known.get(layer)?.exactly(alias) ?? [])[0];
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
