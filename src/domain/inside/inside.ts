import { parsePlatform } from '../platform.ts';
import type { ProgramFormat } from './fileKind.ts';

/** What an image for one platform starts. */
export type Inside =
  /** Programs that the kernel starts, one by the other. */
  | { readonly state: 'found'; readonly programs: readonly [StartedProgram, ...StartedProgram[]] }
  /** It names no program. */
  | { readonly state: 'noStart' }
  /** None of the layers has it. `by`: the script whose first line names it. */
  | { readonly state: 'notFound'; readonly program: string; readonly by?: string }
  /**
   * It is there and does not start: a text without a first line that names what reads it; one with the line ends of Windows; a file
   * that may not be executed.
   */
  | { readonly state: 'noFirstLine' | 'windowsLines' | 'notExecutable'; readonly program: string }
  /** It is nothing that is known here. */
  | { readonly state: 'unknown'; readonly program: string }
  /** The layers are larger than what is read, or what they say takes too much to follow. */
  | { readonly state: 'tooLarge' | 'tooComplex' };

export interface StartedProgram {
  /** Where it is: `/bin/busybox`. */
  readonly program: string;
  readonly format: ProgramFormat;
  /** As Go names it; absent where it is for several or for one that is not known. */
  readonly architecture?: string;
}

/**
 * - `fits`: it is for the platform
 * - `related`: for a processor whose programs that of the platform may run too
 * - `wrong`: for another platform; `program` says which
 * - `broken`: it will not start whatever the platform is
 * - `unknown`: it cannot be told
 */
export type InsideVerdict =
  | { readonly verdict: 'fits' | 'broken' | 'unknown' }
  | { readonly verdict: 'related' | 'wrong'; readonly program: StartedProgram };

/** Compares what an image starts with the platform that it is said to be for. */
export function judgeInside(inside: Inside, platform: string): InsideVerdict {
  switch (inside.state) {
    case 'found': {
      const fits = inside.programs.map((program) => [fitOf(program, platform), program] as const);
      for (const wanted of ['wrong', 'related'] as const) {
        const found = fits.find(([fit]) => fit === wanted);
        if (found) {
          return { verdict: wanted, program: found[1] };
        }
      }
      return { verdict: fits.every(([fit]) => fit === 'fits') ? 'fits' : 'unknown' };
    }
    case 'notFound':
    case 'noFirstLine':
    case 'windowsLines':
    case 'notExecutable':
      return { verdict: 'broken' };
    case 'noStart':
    case 'unknown':
    case 'tooLarge':
    case 'tooComplex':
      return { verdict: 'unknown' };
  }
}

/** Whether looking again would tell the same: digests never change. */
export function isLasting({ state }: Inside): boolean {
  return state !== 'unknown' && state !== 'tooLarge' && state !== 'tooComplex';
}

/** Architectures that a processor of the first one can run too, where it and its kernel have that. */
const related: Readonly<Record<string, readonly string[]>> = { amd64: ['386', 'amd64p32'], arm64: ['arm'] };

function fitOf({ format, architecture }: StartedProgram, platform: string): 'fits' | 'related' | 'wrong' | 'unknown' {
  const parsed = parsePlatform(platform);
  if (!parsed.ok) {
    return 'unknown';
  }
  const { os, architecture: wanted } = parsed.value;
  if (format === 'wasm') {
    // a runtime of WebAssembly may be what starts it
    return wanted.startsWith('wasm') ? 'fits' : 'unknown';
  }
  if (format !== formatOf(os)) {
    return 'wrong';
  }
  if (architecture === undefined || architecture === wanted) {
    return architecture === wanted ? 'fits' : 'unknown';
  }
  return Object.hasOwn(related, wanted) && related[wanted]?.includes(architecture) ? 'related' : 'wrong';
}

function formatOf(os: string): ProgramFormat {
  switch (os) {
    case 'windows':
      return 'pe';
    case 'darwin':
    case 'ios':
      return 'macho';
    default:
      return 'elf';
  }
}
