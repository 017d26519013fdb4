/** An entry of an archive as bytes, including invalid ones. */
export interface RawEntry {
  readonly name: string;
  /** The type flag; a file by default. */
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
  readonly body?: Uint8Array;
  /** The value in its header; the length of the body by default. */
  readonly size?: number;
}

const block = 512;

/** An entry of a tar archive (ustar) with its padding, without the checks of a library. */
export function rawEntry({ name, type = '0', link = '', mode = 0o755, body, size }: RawEntry): Buffer {
  const length = body?.length ?? 0;
  const bytes = Buffer.alloc(block + Math.ceil(length / block) * block);
  bytes.write(name, 0, 100, 'utf8');
  bytes.write(mode.toString(8).padStart(7, '0'), 100, 'latin1');
  bytes.write('0000000\0' + '0000000\0', 108, 'latin1');
  bytes.write((size ?? length).toString(8).padStart(11, '0'), 124, 'latin1');
  bytes.write('00000000000\0', 136, 'latin1');
  bytes.write(type, 156, 'latin1');
  bytes.write(link, 157, 100, 'utf8');
  bytes.write('ustar\0' + '00', 257, 'latin1');
  withChecksum(bytes);
  if (body) {
    bytes.set(body, block);
  }
  return bytes;
}

/** Corrects the checksum of a header in place. */
export function withChecksum(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.subarray(0, block).reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return header;
}

/** A record of an extended header (POSIX.1-2001 pax). */
export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + 1;
  while (String(length).length + bytes !== length) {
    length = String(length).length + bytes;
  }
  return `${length}${rest}`;
}

/** An entry whose name and link are in an extended header, so that they can have any length. */
export function longEntry({ name, link, ...entry }: RawEntry): Buffer {
  const records = paxRecord('path', name) + (link === undefined ? '' : paxRecord('linkpath', link));
  return Buffer.concat([
    rawEntry({ name: 'pax', type: 'x', body: Buffer.from(records) }),
    rawEntry({ name: 'long', link: link === undefined ? '' : 'long', ...entry }),
  ]);
}

export const endOfArchive = Buffer.alloc(2 * block);
