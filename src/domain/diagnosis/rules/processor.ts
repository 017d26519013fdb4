import type { Clues } from '../clues.ts';
import { aboutStep, firstMatch, groupsOf, type Finding } from './rule.ts';

/** glibc (sysdeps/x86/cpu-features.c, dl-hwcaps), Go's runtime/asm_amd64.s, MongoDB, TensorFlow, NumPy, Polars, Bun. */
const levels = [
  /CPU does not support (?<found>x86-64-v[234])/,
  /can only be run on (?:AMD64|[\w-]{1,20}) processors with (?<found>v[234]) microarchitecture support/,
  /CPU ISA level is lower than required/,
  /requires a CPU with (?<found>AVX2?) support/,
  /requires (?<found>ARMv8\.\d-A) or higher/,
  /compiled to use (?<found>[\w. ]{1,60}) instructions, but these aren't available/,
  /built with baseline optimizations:\s{1,4}\((?<found>[\w ]{1,60})\) but your machine/,
  /required CPU features were not detected/,
  /CPU lacks (?<found>[\w. ]{1,30}) support/,
];
/** A shell's or the kernel's message for SIGILL. */
const illegal = /\bIllegal instruction\b/i;
const pageSizes =
  /Unsupported system page size|ELF load command (?:alignment|address\/offset) not (?:page-aligned|properly aligned)/;

/** The native or emulated processor is older than a program requires. */
export function processorTooOld(clues: Clues): Finding | undefined {
  const level = firstMatch(levels, clues.log);
  return level ? aboutStep('cpuLevel', clues, groupsOf(level)) : undefined;
}

/** A program used an instruction that the processor does not have, without a message about the required level. */
export function illegalInstruction(clues: Clues): Finding | undefined {
  const { log, process } = clues;
  return process?.exitCode === '132' && (illegal.test(log) || log.trim() === '')
    ? aboutStep('cpuLevel', clues, { reason: 'instruction' })
    : undefined;
}

/** A program was built for another memory page size: jemalloc, glibc's dl-load.c. */
export function otherPageSize(clues: Clues): Finding | undefined {
  return pageSizes.test(clues.log) ? aboutStep('pageSize', clues) : undefined;
}
