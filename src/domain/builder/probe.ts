import { formatPlatform, parsePlatform } from '../platform.ts';
import { writeElf } from './probe/elf.ts';
import { programs } from './probe/programs.ts';

/** The platforms that there is a program for. */
export const probedPlatforms: readonly string[] = Object.keys(programs);

/**
 * A program of some hundred bytes for the platform that ends with 0 and does nothing else: where it runs, programs of the
 * platform do. Undefined where there is none.
 */
export function probeProgram(platform: string): Uint8Array | undefined {
  const parsed = parsePlatform(platform);
  const name = parsed.ok ? formatPlatform(parsed.value) : '';
  const program = Object.hasOwn(programs, name) ? programs[name] : undefined;
  return program && writeElf(program.machine, program.code);
}
