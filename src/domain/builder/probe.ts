import { formatPlatform, parsePlatform } from '../platform.ts';
import { writeElf } from './probe/elf.ts';
import { programs } from './probe/programs.ts';

/** The platforms with a program. */
export const probedPlatforms: readonly string[] = Object.keys(programs);

/**
 * A program of a few hundred bytes for the platform that only exits with 0: if it runs, programs of the platform run. Undefined if there is
 * none.
 */
export function probeProgram(platform: string): Uint8Array | undefined {
  const parsed = parsePlatform(platform);
  const name = parsed.ok ? formatPlatform(parsed.value) : '';
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program && writeElf(program.machine, program.code);
}
