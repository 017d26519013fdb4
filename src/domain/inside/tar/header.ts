/** The type of a header. `bare`: devices, folders and pipes, which have no bytes. `other`: an unknown type with bytes. */
type TarType = 'file' | 'link' | 'symlink' | 'bare' | 'other' | 'pax' | 'global' | 'longName' | 'longLink';

export interface TarHeader {
  readonly type: TarType;
  readonly name: string;
  readonly link: string;
  readonly mode: number;
  /** Number of bytes that follow; `NaN` if invalid. */
  readonly size: number;
}

/** By the type flag (POSIX.1-2001 ustar and pax, and GNU's); no engine treats other types as a file. */
const types: Readonly<Record<number, TarType>> = {
  0x00: 'file',
  0x30: 'file',
  0x31: 'link',
  0x32: 'symlink',
  0x33: 'bare',
  0x34: 'bare',
  0x35: 'bare',
  0x36: 'bare',
  // a contiguous file
  0x37: 'file',
  0x4b: 'longLink',
  0x4c: 'longName',
  0x67: 'global',
  0x78: 'pax',
};

export function isZeros(block: Uint8Array): boolean {
  for (const byte of block) {
    if (byte !== 0) {
      return false;
    }
  }
  return true;
}

/** Whether its checksum is correct. */
export function isHeader(block: Uint8Array): boolean {
  // the eight bytes of the checksum count as spaces
  let sum = 8 * 0x20;
  for (let at = 0; at < block.length; at++) {
    sum += at >= 148 && at < 156 ? 0 : (block[at] ?? 0);
  }
  return sum === readNumber(block.subarray(148, 156));
}

export function readHeader(block: Uint8Array): TarHeader {
  const name = textOf(block.subarray(0, 100));
  // GNU uses this part differently
  const prefix = latin1.decode(block.subarray(257, 263)) === 'ustar\0' ? textOf(block.subarray(345, 500)) : '';
  return {
    type: types[block[156] ?? 0] ?? 'other',
    name: prefix === '' ? name : `${prefix}/${name}`,
    link: textOf(block.subarray(157, 257)),
    mode: readNumber(block.subarray(100, 108)),
    size: readNumber(block.subarray(124, 136)),
  };
}

/** Up to the first NUL. */
export function textOf(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return utf8.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** An octal number, or a binary one if the first bit is set, as GNU writes large ones; `NaN` if invalid. */
function readNumber(field: Uint8Array): number {
  const [first = 0] = field;
  if ((first & 0x80) !== 0) {
    const isNegative = (first & 0x40) !== 0;
    return isNegative ? NaN : field.reduce((sum, byte, at) => sum * 256 + (at === 0 ? byte & 0x3f : byte), 0);
  }
  const digits = latin1.decode(field).replaceAll('\0', ' ').trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? parseInt(digits, 8) : NaN;
}

const latin1 = new TextDecoder('latin1');
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
