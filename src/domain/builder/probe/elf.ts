/** The machine of a program, as in its header. */
export interface Machine {
  readonly bits: 32 | 64;
  readonly order: 'little' | 'big';
  /** `e_machine` of the header. */
  readonly number: number;
  /** `e_flags`: the calling convention. */
  readonly flags?: number;
}

const address = 0x400000;
/** The largest page of any machine; smaller ones divide it. */
const alignment = 0x10000;

/**
 * A static Linux program in the Executable and Linkable Format (System V ABI, chapters 4 and 5): the header, one readable and executable
 * segment, and the code of the entry point.
 */
export function writeElf(machine: Machine, code: readonly number[]): Uint8Array {
  const wide = machine.bits === 64;
  const [headerSize, segmentSize] = wide ? [64, 56] : [52, 32];
  const start = headerSize + segmentSize;
  const length = start + code.length;
  const bytes = new Uint8Array(length);
  const write = writer(bytes, machine);

  write.bytes([0x7f, 0x45, 0x4c, 0x46, wide ? 2 : 1, machine.order === 'little' ? 1 : 2, 1]);
  write.skipTo(16);
  write.half(2); // an executable
  write.half(machine.number);
  write.word(1);
  write.native(address + start);
  write.native(headerSize); // where the segments are listed
  write.native(0); // no sections
  write.word(machine.flags ?? 0);
  [headerSize, segmentSize, 1, 0, 0, 0].forEach(write.half);

  const [load, readAndExecute] = [1, 5];
  write.word(load);
  if (wide) {
    write.word(readAndExecute);
  }
  // offset, virtual and physical address, size in the file and in memory
  [0, address, address, length, length].forEach(write.native);
  if (!wide) {
    write.word(readAndExecute);
  }
  write.native(alignment);
  write.bytes(code);
  return bytes;
}

/** Writes consecutive numbers in the machine's byte order and width. */
function writer(bytes: Uint8Array, { bits, order }: Machine) {
  const view = new DataView(bytes.buffer);
  const little = order === 'little';
  let at = 0;
  const half = (value: number): void => {
    view.setUint16(at, value, little);
    at += 2;
  };
  const word = (value: number): void => {
    view.setUint32(at, value, little);
    at += 4;
  };
  return {
    half,
    word,
    native: (value: number): void => {
      if (bits === 32) {
        word(value);
      } else {
        view.setBigUint64(at, BigInt(value), little);
        at += 8;
      }
    },
    bytes(values: readonly number[]): void {
      bytes.set(values, at);
      at += values.length;
    },
    skipTo(position: number): void {
      at = position;
    },
  };
}
