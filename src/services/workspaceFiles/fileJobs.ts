import { existsSync, readFileSync, statSync } from 'node:fs';
import { mentionedIds } from '../../domain/sources/manifests/pinText.ts';
import { collectSources } from '../../domain/sources/collect.ts';
import { dockerfileSource } from '../../domain/sources/buildSource.ts';
import { readDockerfile } from '../../domain/sources/dockerfile.ts';
import { tellingDocuments } from '../../domain/sources/helm/rendered.ts';
import { manifestFacts } from '../../domain/sources/manifests/manifestFacts.ts';
import type { JobTable } from '../../tools/worker/job.ts';

/** A file to read in a thread. */
export interface FileToRead {
  /** Relative to its folder, with `/`. */
  readonly path: string;
  /** Its path on disk. */
  readonly file: string;
  /** Contents that override those on disk. */
  readonly text?: string;
}

/** Identifies the state of a file, as in Git: its modification time, its size and its inode. */
export interface FileStamp {
  readonly stamp: string;
  /** In bytes. */
  readonly size: number;
}

/** In bytes. A larger file was not written by hand, and YAML takes seconds per megabyte. */
export const largestFile = 256 * 1024;

/** Reads untrusted files of the workspace; runs in a thread. An unreadable file is empty. */
export const fileJobs = {
  /** Undefined if it is not a file, does not exist, or is too large. */
  stamps: (files: readonly string[]): readonly (FileStamp | undefined)[] => files.map(stampOf),
  /** Finds what can be built from files that belong together. */
  sources: (files: readonly FileToRead[]) =>
    collectSources(files.map((file) => ({ path: file.path, text: textOf(file) }))),
  /** A Dockerfile, regardless of its name. */
  dockerfile: ([file]: readonly FileToRead[]) =>
    dockerfileSource(file?.path ?? '', readDockerfile(file ? textOf(file) : '')),
  /** Whether each path exists. */
  present: (files: readonly string[]): readonly boolean[] => files.map((file) => existsSync(file)),
  /** The images and node requirements in a YAML file. */
  manifest: ([file]: readonly FileToRead[]) => manifestFacts(file?.path ?? '', file ? textOf(file) : ''),
  /** The same in what Helm rendered. */
  rendered: ([file]: readonly FileToRead[]) =>
    manifestFacts(file?.path ?? '', file ? tellingDocuments(textOf(file)) : ''),
  /** The images that a file references by tag, as full references. */
  mentions: ([file]: readonly FileToRead[]) => mentionedIds(file ? textOf(file) : ''),
} satisfies JobTable;

function stampOf(file: string): FileStamp | undefined {
  try {
    const found = statSync(file, { bigint: true });
    const size = Number(found.size);
    // reading a pipe would block
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
