import type { Exchange } from './bakeDefinition.ts';
import { csvAttributes, csvFields } from './csv.ts';

/** An exporter on a command line or in old bake output: a folder, or `type=registry,name=…` (buildx util/buildflags/export.go). */
export function readOutput(text: string): Exchange {
  if (!text.startsWith('type=') && csvFields(text).length === 1) {
    return { type: text === '-' ? 'tar' : 'local', attributes: new Map([['dest', text]]) };
  }
  return withType(csvAttributes(text));
}

/** A cache in the same way; one without a type is an image name (buildx util/buildflags/cache.go). */
export function readCache(text: string): Exchange {
  return text.includes('=')
    ? withType(csvAttributes(text))
    : { type: 'registry', attributes: new Map([['ref', text]]) };
}

/** The same from an object with string values, as newer versions of bake print it. */
export function withType(given: ReadonlyMap<string, string>): Exchange {
  const attributes = new Map(given);
  attributes.delete('type');
  return { type: given.get('type') ?? '', attributes };
}

/** The files of an SSH connection, `id=path,path`; empty for an agent, `default` (buildx util/buildflags/ssh.go). */
export function sshPaths(text: string): readonly string[] {
  const at = text.indexOf('=');
  return at < 0 ? [] : csvFields(text.slice(at + 1));
}
