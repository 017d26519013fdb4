/** `Machine` of a Windows program (PE format, "COFF file header"). */
const peMachines: Readonly<Record<number, string>> = {
  0x014c: '386',
  0x01c4: 'arm',
  0x8664: 'amd64',
  0xaa64: 'arm64',
};

/** The architecture of a file that starts with `MZ`; undefined for a DOS program, or if its header is further inside. */
export function peArchitecture(view: DataView): string | undefined {
  const at = view.getUint32(0x3c, true);
  return at + 6 <= view.byteLength && view.getUint32(at) === 0x50450000
    ? peMachines[view.getUint16(at + 4, true)]
    : undefined;
}

/** `cputype` of macOS (mach/machine.h). */
const machoTypes: Readonly<Record<number, string>> = { 7: '386', 0x01000007: 'amd64', 12: 'arm', 0x0100000c: 'arm64' };

const universal = 0xcafebabe;
/** Java's classes start like universal programs; their version is in the place of the number of architectures. */
const mostArchitectures = 20;

/** Whether it is a macOS program; without an architecture if there are several. */
export function machoArchitecture(view: DataView): { readonly architecture: string | undefined } | undefined {
  if (view.byteLength < 8) {
    return undefined;
  }
  if ([0xfeedface, 0xfeedfacf].includes(view.getUint32(0, true))) {
    return { architecture: machoTypes[view.getUint32(4, true)] };
  }
  const count = view.getUint32(4);
  return view.getUint32(0) === universal && count > 0 && count < mostArchitectures
    ? { architecture: undefined }
    : undefined;
}
