import { existsSync, readFileSync } from 'node:fs';
import type { Command } from '../../src/tools/process/command.ts';
import { CommandError } from '../../src/tools/process/errors.ts';

const folder = new URL('../fixtures/registry/buildx-0.29.1/', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder), 'utf8');

const tags = JSON.parse(read('tags.json')) as Readonly<Record<string, string>>;

/** The digest of a recorded image, such as `attested`. */
export function digestOf(name: string): string {
  const digest = tags[name];
  if (digest === undefined) {
    throw new Error(`nothing was recorded as ${name}`);
  }
  return digest;
}
export const recordedManifest = (digest: string) => recorded('manifests', digest);
export const recordedConfig = (digest: string) => recorded('configs', digest);

function recorded(kind: string, digest: string): string | undefined {
  const file = `${kind}/${digest.replace('sha256:', '')}.json`;
  return existsSync(new URL(file, folder)) ? read(file) : undefined;
}

/** A runner that answers `docker buildx imagetools inspect` with recorded output, and records the requests. */
export function createRecordedRegistry() {
  const calls: (readonly string[])[] = [];
  let running = 0;
  let most = 0;
  return {
    calls,
    /** The maximum number of concurrent commands. */
    most: () => most,
    run: async <T>(command: Command<T>): Promise<T> => {
      calls.push(command.args);
      most = Math.max(most, ++running);
      await new Promise(setImmediate);
      running--;
      const name = command.args.at(-1) ?? '';
      const [, tag, digest = tags[tag ?? ''] ?? ''] = /(?::([\w-]+))?(?:@(.*))?$/.exec(name) ?? [];
      const stdout = (command.args.includes('--raw') ? recordedManifest : recordedConfig)(digest);
      if (stdout === undefined) {
        throw new CommandError(command, { exitCode: 1, stderr: read('not-found.txt') });
      }
      return command.parse({ stdout, stderr: '', exitCode: 0 });
    },
  };
}
