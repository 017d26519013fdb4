import type { Clues } from '../clues.ts';
import { aboutStep, firstMatch, groupsOf, type Finding } from './rule.ts';

/** gcc (driver), cgo (cmd/cgo, runtime/cgo/gcc_*.S), rustc (linker), GNU as and ld. */
const mismatched = [
  /gcc: error: unrecognized command[- ]line option [‘'`"](?<found>-m(?:64|32|arm|thumb|abi=[\w-]{1,20}))[’'"]/,
  /clang: error: unsupported option '(?<found>-m(?:64|32|arm))' for target/,
  /(?:C compiler|linker) ["'`](?<found>(?:aarch64|x86_64|arm|armv7|i686|riscv64|powerpc64le|s390x)[\w-]{1,60})["'`] not found/,
  /Failed to find tool\. Is [`"](?<found>[\w-]{1,60}-linux-[\w-]{1,40}-(?:gcc|g\+\+|cc))[`"] installed/,
  /exec: "(?<found>(?:aarch64|x86_64|arm|i686|riscv64|powerpc64le|s390x)-linux-[\w-]{1,40}-(?:gcc|g\+\+|cc))": executable file not found/,
  /(?<found>(?:aarch64|x86_64|arm|i686|riscv64|powerpc64le|s390x)-linux-[\w-]{1,40}-(?:gcc|g\+\+|ld|cc)): (?:command )?not found/,
  /(?<found>gcc_(?:arm64|amd64|arm|386|ppc64x|riscv64|s390x)\.S):\d{1,6}: Error: (?:no such instruction|bad instruction|unknown mnemonic|unrecognized opcode)/,
  /skipping incompatible (?<found>[^\s]{1,300}) when searching for -l[\w+]{1,60}\n(?:[^\n]{0,300}\n){0,6}[^\n]{0,200}cannot find -l/,
  /(?<![^\s:])(?<found>[^\s:]{1,300}): (?:file in wrong format|Relocations in generic ELF \(EM: \d{1,5}\))/,
];

/** C code is compiled or linked for a platform that the compiler in the image does not support. */
export function crossCompiler(clues: Clues): Finding | undefined {
  const match = firstMatch(mismatched, clues.log);
  return match ? aboutStep('crossCompiler', clues, groupsOf(match)) : undefined;
}
