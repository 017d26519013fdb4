import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import {
  readChoice,
  readInstance,
  storeFolder,
  type StoredBuilder,
  type StoredChoice,
} from '../../../tools/buildx/builders/store.ts';
import { dockerFolder } from '../../../tools/docker/contexts.ts';
import { mapLimited } from '../../concurrency/mapLimited.ts';

/** A builder of the store, and when it was last used or changed (ISO 8601). */
export type KeptBuilder = StoredBuilder & { readonly lastActivity?: string };

export interface StoreContents {
  readonly builders: readonly KeptBuilder[];
  /** Unreadable instance files, each with its builder name. */
  readonly damaged: readonly { readonly name: string; readonly file: string }[];
  readonly choice: StoredChoice | undefined;
}

/** The files in which Buildx stores its builders. They are untrusted, and reading them never rejects. */
export interface BuilderStore {
  readonly folder: () => string;
  read(): Promise<StoreContents>;
  /** One builder; undefined if it is not in the store or its file cannot be read. */
  find(name: string): Promise<KeptBuilder | undefined>;
  /** The text of Docker's config.json; empty if there is none. */
  configuration(): Promise<string>;
}

/** buildx reads files of any size; even with the largest certificates, a file stays far below this */
const maxBytes = 4 * 1024 * 1024;
const maxBuilders = 1000;
const atOnce = 16;
/** The valid names of files in the store (buildx store/util.go). */
const fileName = /^[a-z][a-z0-9._-]*$/;

export function createBuilderStore(env: Readonly<Record<string, string | undefined>>): BuilderStore {
  const folder = () => storeFolder(env, homedir());

  async function find(name: string): Promise<KeptBuilder | undefined> {
    const file = name.toLowerCase();
    if (!fileName.test(file)) {
      return undefined;
    }
    const builder = readInstance(await readText(path.join(folder(), 'instances', file)));
    if (builder?.name.toLowerCase() !== file) {
      return undefined;
    }
    // unlike an instance file, this one keeps the case of the name
    const lastActivity = (await readText(path.join(folder(), 'activity', builder.name))).trim();
    return { ...builder, ...(!Number.isNaN(Date.parse(lastActivity)) && { lastActivity }) };
  }

  return {
    folder,
    find,
    configuration: () => readText(path.join(dockerFolder(env, homedir()), 'config.json')),
    async read() {
      const names = (await readdir(path.join(folder(), 'instances')).catch(() => [])).sort().slice(0, maxBuilders);
      const found = await mapLimited(names, atOnce, find);
      return {
        builders: found.filter((builder) => builder !== undefined),
        damaged: names
          .filter((_, index) => found[index] === undefined)
          .map((name) => ({ name, file: path.join(folder(), 'instances', name) })),
        choice: readChoice(await readText(path.join(folder(), 'current'))),
      };
    },
  };
}

/** The text of a file; empty if it cannot be read, is not a regular file (a pipe would block), or is too large to be one of Buildx. */
async function readText(file: string): Promise<string> {
  try {
    const facts = await stat(file);
    return facts.isFile() && facts.size <= maxBytes ? await readFile(file, 'utf8') : '';
  } catch {
    return '';
  }
}
