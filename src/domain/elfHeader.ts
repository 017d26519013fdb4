/** What the first bytes of a program say that it is. */
export type ProgramKind =
  /** A program for this architecture, as Go names it; undefined: one that nobody here knows. */
  | { readonly kind: 'elf'; readonly architecture: string | undefined }
  /** A text whose first line names the program that reads it. */
  | { readonly kind: 'script'; readonly interpreter: string }
  | { readonly kind: 'other' };

/** `e_machine` (System V ABI, gABI ch. 4), with the width where one number stands for two architectures. */
const machines: Readonly<Record<number, string>> = {
  3: '386',
  21: 'ppc64',
  22: 's390x',
  40: 'arm',
  62: 'amd64',
  183: 'arm64',
  243: 'riscv64',
  258: 'loong64',
};

/** How many bytes of a program have to be read. */
export const headerBytes = 256;

export function readProgram(bytes: Uint8Array): ProgramKind {
  if (bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46 && bytes.length >= 20) {
    const little = bytes[5] === 1;
    const machine = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint16(18, little);
    const architecture = machine === 21 && little ? 'ppc64le' : machines[machine];
    return { kind: 'elf', architecture };
  }
  const [line = ''] = new TextDecoder('latin1').decode(bytes.slice(0, headerBytes)).split('\n');
  const interpreter = /^#!\s*(\/[^\s]+)(?:\s+(\S+))?/.exec(line);
  if (interpreter) {
    const [, program = '', argument] = interpreter;
    // «env» looks the real one up
    return { kind: 'script', interpreter: program.endsWith('/env') && argument !== undefined ? argument : program };
  }
  return { kind: 'other' };
}

/** Whether a program of this architecture is what an image for a platform should hold. */
export function fitsPlatform(architecture: string, platform: string): boolean {
  const [, wanted] = platform.split('/');
  return architecture === wanted;
}
