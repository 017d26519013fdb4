import type { Clues } from '../clues.ts';
import { aboutStep, firstMatch, groupsOf, type Finding } from './rule.ts';

/**
 * Libraries with code for one processor and libc, which a package manager selects at installation: esbuild, sharp, Rollup, SWC, Prisma and
 * others (their install and load scripts); and messages of glibc's loader about a foreign library (elf/dl-load.c).
 */
const wrong = [
  /installed (?<found>[\w@/.-]{1,60}) for another platform than the one you're currently using/,
  /The package "(?<found>@esbuild\/[\w-]{1,40})" could not be found, and is needed by esbuild/,
  /Could not load the "(?<found>sharp)" module using the/,
  /'(?<found>[\w-]{1,40})' binaries cannot be used on the '[\w-]{1,40}' platform/,
  /Cannot find (?:module|package) ['"]?(?<found>[\w@./-]{1,120}[-.](?:linux(?:musl)?|darwin|win32|freebsd|android)-(?:x64|arm64|arm|ia32|riscv64|s390x|ppc64|loong64)(?:[.-]\w{1,20}){0,3})/,
  /Cannot find native binding|Failed to load native binding/,
  /Failed to load (?<found>SWC) binary for /,
  /(?:Query [eE]ngine|engine library) for (?:current platform|runtime) "(?<found>[\w.-]{1,60})"/,
  /(?<![^\s:'"])(?<found>[^\s:'"]{1,300}\.(?:node|so)[\d.]{0,20}): (?:invalid ELF header|wrong ELF class|cannot open shared object file: [^\n]{0,40}wrong)/,
  /Error loading shared library (?<found>[^\s:'"]{1,300}): Exec format error/,
  /(?<![^\s:'"])(?<found>[^\s:'"]{1,300}\.(?:node|so)[\w.]{0,20}): [^\n]{0,60}(?:mach-o|incompatible architecture)/,
];

/** A library in the image is for another platform, usually because `node_modules` was copied from the build context. */
export function nativeModule(clues: Clues): Finding | undefined {
  const match = firstMatch(wrong, clues.log);
  return match ? aboutStep('nativeModule', clues, groupsOf(match)) : undefined;
}
