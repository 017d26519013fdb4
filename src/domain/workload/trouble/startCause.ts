import { judgeInside, type Inside } from '../../inside/inside.ts';
import { matchesPlatform, parsePlatform } from '../../platform.ts';

/** What is known about a container that ended with `exec format error`. */
export interface StartFacts {
  /** The platform of its node. */
  readonly node?: string | undefined;
  /** The platforms of the image that it runs: one for a single manifest; undefined if that is not the image that was read. */
  readonly image?: readonly string[] | undefined;
  /** The start program of the image for the node, and the platform that this image is labelled with, if it was checked. */
  readonly inside?: { readonly inside: Inside; readonly platform: string } | undefined;
  /** What the node may run under emulation. */
  readonly emulated?: readonly string[];
}

/**
 * Why the kernel refused a start program. The message is the same for a program for another processor and for a script without a first line
 * that names its interpreter.
 *
 * - `foreign`: the image is for other platforms than that of the node
 * - `mislabelled`: the image is labelled for the node, but its start program is for another architecture
 * - `script`: its start program is a script without such a line
 * - `labelled`: the image is labelled for the node, so it is one of the latter two; its start program was not checked
 * - `either`: the facts are not known
 */
export type StartCause =
  | { readonly cause: 'foreign'; readonly image: readonly string[]; readonly node: string }
  | { readonly cause: 'mislabelled'; readonly platform: string; readonly architecture?: string }
  | { readonly cause: 'script'; readonly program: string }
  | { readonly cause: 'labelled'; readonly node: string }
  | { readonly cause: 'either' };

/** @param path of the refused program, if the message has it: a pod may start another program than its image */
export function causeOf(path: string | undefined, { node, image, inside, emulated = [] }: StartFacts): StartCause {
  const host = node === undefined ? undefined : parsePlatform(node);
  if (node === undefined || image === undefined || image.length === 0 || !host?.ok) {
    return { cause: 'either' };
  }
  const isPulled = image.some((platform) => {
    const parsed = parsePlatform(platform);
    return parsed.ok && matchesPlatform(host.value, parsed.value);
  });
  if (!isPulled) {
    // with an emulator for it, its programs start, and a script still does not
    return image.some((platform) => emulated.includes(platform))
      ? { cause: 'either' }
      : { cause: 'foreign', image, node };
  }
  return (inside && whatIsInside(path, inside)) ?? { cause: 'labelled', node };
}

function whatIsInside(
  path: string | undefined,
  { inside, platform }: NonNullable<StartFacts['inside']>,
): StartCause | undefined {
  if (inside.state === 'noFirstLine') {
    return isSame(path, inside.program) ? { cause: 'script', program: inside.program } : undefined;
  }
  if (inside.state !== 'found' || !isSame(path, inside.programs[0].program)) {
    return undefined;
  }
  const judged = judgeInside(inside, platform);
  if (judged.verdict !== 'wrong') {
    return undefined;
  }
  const { architecture } = judged.program;
  return { cause: 'mislabelled', platform, ...(architecture !== undefined && { architecture }) };
}

function isSame(path: string | undefined, program: string): boolean {
  return path === undefined || path === program;
}
