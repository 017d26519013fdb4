import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../domain/diagnosis/remedies.ts';
import { readStoredBuilder, type StoredBuilder } from '../../../tools/buildx/builders/storedBuilder.ts';

/** The files in which Buildx stores its builders. */
export interface InstanceFiles {
  exists(name: string): Promise<boolean>;
  /** Rejects with `builderNotFound` if there is none, or it cannot be read. */
  read(name: string): Promise<{ readonly text: string; readonly builder: StoredBuilder }>;
  write(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

/** @param folder the folder of Buildx */
export function createInstanceFiles(folder: () => string): InstanceFiles {
  // buildx stores names in lowercase
  const file = (name: string) => path.join(folder(), 'instances', name.toLowerCase());
  return {
    exists: (name) =>
      stat(file(name)).then(
        () => true,
        () => false,
      ),
    async read(name) {
      const text = await readFile(file(name), 'utf8').catch(() => '');
      const builder = readStoredBuilder(text);
      if (!builder) {
        throw new DiagnosedError(diagnosisOf('builderNotFound', { builder: name }));
      }
      return { text, builder };
    },
    async write(name, text) {
      const fresh = `${file(name)}.${randomUUID()}.tmp`;
      await writeFile(fresh, text, { mode: 0o600 });
      await rename(fresh, file(name));
    },
    remove: (name) => rm(file(name), { force: true }),
  };
}
