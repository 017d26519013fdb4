/** `e_machine` (System V ABI, gABI ch. 4) of architectures with a single width and byte order. */
const plain: Readonly<Record<number, string>> = { 3: '386', 20: 'ppc', 43: 'sparc64', 258: 'loong64' };

const mips = 8;
/** `EF_MIPS_ABI2`: the n32 ABI, 64 bits wide with 32-bit pointers. */
const mipsN32 = 0x20;

/** The architecture of an ELF file with Go's name, by its machine, width and byte order; undefined if unknown. */
export function elfArchitecture(view: DataView): string | undefined {
  const wide = view.getUint8(4) === 2;
  const little = view.getUint8(5) === 1;
  const machine = view.getUint16(18, little);
  switch (machine) {
    case mips:
      return mipsArchitecture(view, wide, little);
    case 21:
      return little ? 'ppc64le' : 'ppc64';
    case 22:
      return wide ? 's390x' : 's390';
    case 40:
      return little ? 'arm' : 'armbe';
    case 62:
      // x32: the same processor with 32-bit pointers, which few kernels start
      return wide ? 'amd64' : 'amd64p32';
    case 183:
      return little ? 'arm64' : 'arm64be';
    case 243:
      return wide ? 'riscv64' : 'riscv';
    default:
      return plain[machine];
  }
}

function mipsArchitecture(view: DataView, wide: boolean, little: boolean): string {
  const flagsAt = wide ? 0x30 : 0x24;
  const flags = view.byteLength >= flagsAt + 4 ? view.getUint32(flagsAt, little) : 0;
  const name = wide ? 'mips64' : (flags & mipsN32) !== 0 ? 'mips64p32' : 'mips';
  return little ? `${name}le` : name;
}

/** `PT_INTERP`: the segment with the path of the loader (gABI ch. 5, "Program Interpreter"). */
const interpreterSegment = 3;
/** More than any program has. */
const mostSegments = 64;

/**
 * The path of the loader that starts a dynamically linked program; undefined if there is none, or if it is not in these first bytes of the
 * file.
 */
export function elfLoader(view: DataView): string | undefined {
  const wide = view.getUint8(4) === 2;
  const little = view.getUint8(5) === 1;
  if (view.byteLength < (wide ? 0x40 : 0x34)) {
    return undefined;
  }
  const size = (at: number) => (wide ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little));
  const half = (at: number) => view.getUint16(at, little);
  const [table, each, count] = wide ? [size(0x20), half(0x36), half(0x38)] : [size(0x1c), half(0x2a), half(0x2c)];
  for (let index = 0; index < Math.min(count, mostSegments); index++) {
    const at = table + index * each;
    if (at + (wide ? 56 : 32) > view.byteLength) {
      return undefined;
    }
    if (view.getUint32(at, little) === interpreterSegment) {
      return pathAt(view, wide ? size(at + 8) : size(at + 4), wide ? size(at + 32) : size(at + 16));
    }
  }
  return undefined;
}

/** A path that ends with a zero byte. */
function pathAt(view: DataView, from: number, length: number): string | undefined {
  if (length < 2 || from + length > view.byteLength || view.getUint8(from + length - 1) !== 0) {
    return undefined;
  }
  const path = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + from, length - 1));
  return path.startsWith('/') ? path : undefined;
}
