import { parsePlatform } from '../platform.ts';
import type { ProgramFormat } from './fileKind.ts';

/** The start program of a single-platform image. */
export type Inside =
  /** Programs that the kernel starts, each by the previous one. */
  | { readonly state: 'found'; readonly programs: readonly [StartedProgram, ...StartedProgram[]] }
  /** It defines no program. */
  | { readonly state: 'noStart' }
  /** None of the layers contains it. `by`: the script whose first line names it. */
  | { readonly state: 'notFound'; readonly program: string; readonly by?: string }
  /**
   * It exists but does not start: a text without a first line that names its interpreter; one with Windows line endings; or a file without
   * execute permission.
   */
  | { readonly state: 'noFirstLine' | 'windowsLines' | 'notExecutable'; readonly program: string }
  /** Its kind is unknown. */
  | { readonly state: 'unknown'; readonly program: string }
  /** The layers exceed the limits, or following their contents takes too much work. */
  | { readonly state: 'tooLarge' | 'tooComplex' };

export interface StartedProgram {
  /** Its path: `/bin/busybox`. */
  readonly program: string;
  readonly format: ProgramFormat;
  /** With Go's name; absent if there are several, or it is unknown. */
  readonly architecture?: string;
  /** The loader that it needs, if none of the layers contains it. */
  readonly missingLoader?: string;
}

/**
 * - `fits`: it matches the platform
 * - `related`: for a processor whose programs the platform's may also run
 * - `wrong`: for another platform, see `program`
 * - `broken`: it does not start on any platform
 * - `unknown`: it cannot be determined
 */
export type InsideVerdict =
  | { readonly verdict: 'fits' | 'broken' | 'unknown' }
  | { readonly verdict: 'related' | 'wrong'; readonly program: StartedProgram };

/** Compares the start program of an image with its labelled platform. */
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
      if (inside.programs.some(({ missingLoader }) => missingLoader !== undefined)) {
        return { verdict: 'broken' };
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

/** Whether another inspection would have the same result: content with a digest never changes. */
export function isLasting({ state }: Inside): boolean {
  return state !== 'unknown' && state !== 'tooLarge' && state !== 'tooComplex';
}

/** Architectures that a processor of the first one may also run, depending on it and its kernel. */
const related: Readonly<Record<string, readonly string[]>> = { amd64: ['386', 'amd64p32'], arm64: ['arm'] };

function fitOf({ format, architecture }: StartedProgram, platform: string): 'fits' | 'related' | 'wrong' | 'unknown' {
  const parsed = parsePlatform(platform);
  if (!parsed.ok) {
    return 'unknown';
  }
  const { os, architecture: wanted } = parsed.value;
  if (format === 'wasm') {
    // a WebAssembly runtime may start it
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
