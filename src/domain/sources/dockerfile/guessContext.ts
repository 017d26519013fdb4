import { directoryOf, joinPath } from '../fileKinds.ts';

/** Folders and files that are looked for, for each Dockerfile; people have a handful. */
const mostFolders = 8;
const mostSources = 30;

/** Where sources of `COPY` and `ADD` might be, and the paths to look at. Paths count from the workspace folder. */
export interface Place {
  readonly folder: string;
  readonly paths: readonly string[];
}

/**
 * The folders that may be the build context of a Dockerfile: its own, which is Docker's habit, and those above it up to the
 * workspace folder. Nothing where there is no choice, or nothing to tell by.
 */
export function placesToLook(file: string, copied: readonly string[]): readonly Place[] {
  const own = directoryOf(file);
  if (own === '.' || copied.length === 0) {
    return [];
  }
  const parts = own.split('/');
  const above = parts.map((_, at) => parts.slice(0, parts.length - 1 - at).join('/') || '.');
  // the workspace folder is the most frequent of those above
  const folders = [own, ...above.slice(0, mostFolders - 2), '.'];
  return [...new Set(folders)].map((folder) => ({
    folder,
    paths: copied.slice(0, mostSources).map((source) => joinPath(folder, source)),
  }));
}

/**
 * The folder that has most of the sources, the Dockerfile's own and what is nearest to it before others; undefined where that is
 * its own, or where nothing tells.
 */
export function guessContext(places: readonly Place[], isThere: (path: string) => boolean): string | undefined {
  const counted = places.map(({ folder, paths }) => ({ folder, count: paths.filter(isThere).length }));
  const [own, ...above] = counted;
  let best = own;
  for (const place of above) {
    best = place.count > (best?.count ?? 0) ? place : best;
  }
  return best === own ? undefined : best?.folder;
}
