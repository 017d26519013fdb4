/** An entry of a tar archive: a file with its bytes, a folder, or an additional name of a file. */
export type TarEntry =
  | { readonly path: string; readonly mode: number; readonly data: Uint8Array }
  | { readonly path: string; readonly mode: number; readonly folder: true }
  | { readonly path: string; readonly linkTo: string };

/** Packs the entries as a POSIX tar archive that is reproducible byte for byte. Paths have at most 100 bytes. */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const parts: Uint8Array[] = [];
  for (const entry of entries) {
    const data = 'data' in entry ? entry.data : new Uint8Array();
    parts.push(header(entry, data.length), data, new Uint8Array((512 - (data.length % 512)) % 512));
  }
  return Buffer.concat([...parts, new Uint8Array(1024)]);
}

function header(entry: TarEntry, size: number): Buffer {
  const block = Buffer.alloc(512);
  const octal = (value: number, at: number, length: number): void => {
    block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
  };
  block.write(entry.path, 0, 100, 'utf8');
  octal('mode' in entry ? entry.mode : 0o755, 100, 8);
  octal(0, 108, 8); // user
  octal(0, 116, 8); // group
  octal(size, 124, 12);
  octal(0, 136, 12); // time
  block.write('folder' in entry ? '5' : 'linkTo' in entry ? '1' : '0', 156, 'latin1');
  if ('linkTo' in entry) {
    block.write(entry.linkTo, 157, 100, 'utf8');
  }
  block.write('ustar\0' + '00', 257, 'latin1');
  block.write(' '.repeat(8), 148, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}
