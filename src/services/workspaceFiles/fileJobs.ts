import { readFileSync, statSync } from 'node:fs';
import { mentionedIds } from '../../domain/sources/manifests/pinText.ts';
import { collectSources } from '../../domain/sources/collect.ts';
import { stagesOf } from '../../domain/sources/dockerfile.ts';
import { manifestFacts } from '../../domain/sources/manifests/manifestFacts.ts';
import type { JobTable } from '../../tools/worker/job.ts';

/** A file to be read in a thread. */
export interface FileToRead {
  /** Relative to its folder, with `/`. */
  readonly path: string;
  /** Where it is on disk. */
  readonly file: string;
  /** What is in it in place of what is on disk. */
  readonly text?: string;
}

/** What tells whether a file is still what it was: as Git does it, the time of its change, its size and which file it is. */
export interface FileStamp {
  readonly stamp: string;
  /** In bytes. */
  readonly size: number;
}

/** In bytes; a file that is larger was not written by hand, and YAML takes seconds for a megabyte. */
export const largestFile = 256 * 1024;

/** Reads files of the workspace, which anybody may have written; runs in a thread. One that cannot be read is empty. */
export const fileJobs = {
  /** Nothing for what is no file, is gone, or is larger than what is read. */
  stamps: (files: readonly string[]): readonly (FileStamp | undefined)[] => files.map(stampOf),
  /** What can be built from files that belong together. */
  sources: (files: readonly FileToRead[]) =>
    collectSources(files.map((file) => ({ path: file.path, text: textOf(file) }))),
  /** The stages of a Dockerfile, whatever its name is. */
  stages: ([file]: readonly FileToRead[]) => stagesOf(file ? textOf(file) : ''),
  /** What a YAML file says of images and nodes. */
  manifest: ([file]: readonly FileToRead[]) => manifestFacts(file ? textOf(file) : ''),
  /** Which images a file names by their tags, in full. */
  mentions: ([file]: readonly FileToRead[]) => mentionedIds(file ? textOf(file) : ''),
} satisfies JobTable;

function stampOf(file: string): FileStamp | undefined {
  try {
    const found = statSync(file, { bigint: true });
    const size = Number(found.size);
    // a pipe would be waited for
    return found.isFile() && size <= largestFile
      ? { stamp: [found.mtimeNs, found.ctimeNs, found.size, found.ino].join(':'), size }
      : undefined;
  } catch {
    return undefined;
  }
}

function textOf({ file, text }: FileToRead): string {
  if (text !== undefined) {
    return text;
  }
  try {
    const bytes = readFileSync(file);
    // it may have grown since
    return bytes.length > largestFile ? '' : new TextDecoder().decode(bytes);
  } catch {
    return '';
  }
}
