import { buffer } from 'node:stream/consumers';
import { pack, type Headers } from 'tar-stream';
import { writeElf } from '../../src/domain/builder/probe/elf.ts';
import { programs } from '../../src/domain/builder/probe/programs.ts';

/** The contents of a test layer, by path: a program for a platform, a text, or the target of a link. */
export type LayerEntries = Readonly<
  Record<
    string,
    | { readonly program: string }
    | { readonly text: string; readonly mode?: number }
    | { readonly data: Uint8Array; readonly mode?: number }
    | { readonly link: string }
    | { readonly hardLink: string }
    | { readonly folder: true }
  >
>;

/** Packs a layer as tar, in the order of its entries. */
export async function layerOf(entries: LayerEntries): Promise<Buffer> {
  const archive = pack();
  const packed = buffer(archive);
  for (const [name, entry] of Object.entries(entries)) {
    const [headers, body] = headersOf(entry);
    archive.entry({ name, ...headers }, body);
  }
  archive.finalize();
  return packed;
}

/** A program for this platform that does nothing. */
function programFor(platform: string): Buffer {
  const { machine, code } = programs[platform]!;
  return Buffer.from(writeElf(machine, code));
}

function headersOf(entry: LayerEntries[string]): [Partial<Headers>, Buffer] {
  const nothing = Buffer.alloc(0);
  if ('program' in entry) {
    return [{ mode: 0o755 }, programFor(entry.program)];
  }
  if ('text' in entry) {
    return [{ mode: entry.mode ?? 0o755 }, Buffer.from(entry.text)];
  }
  if ('data' in entry) {
    return [{ mode: entry.mode ?? 0o644 }, Buffer.from(entry.data)];
  }
  if ('folder' in entry) {
    return [{ type: 'directory', mode: 0o755 }, nothing];
  }
  return 'link' in entry
    ? [{ type: 'symlink', linkname: entry.link }, nothing]
    : [{ type: 'link', linkname: entry.hardLink }, nothing];
}
