import { normalPlatform, routeOf, type Clues } from '../clues.ts';
import { aboutStep, firstMatch, type Finding } from './rule.ts';

/** The kernel's refusal as reported by a container runtime: runc ≥ 1.1 and containerd's shim, runc ≤ 1.0, crun. Nothing ran before. */
const refused = [
  /(?<!fork\/)exec "?(?<path>[^\s":]{1,300})"?: exec format error/,
  /standard_init_linux\.go:\d{1,6}: exec user process caused[^\n]{0,10}exec format error/,
  /exec container process [`'"]?(?<path>[^\s`'":]{1,300})[`'"]?: Exec format error/,
];
/** The same as reported by a program that starts others, so its own image is not the cause: Go, shells, Python, Node, Java, Rust, Ruby. */
const refusedToProgram = [
  /fork\/exec (?<path>[^\s":]{1,300}): exec format error/,
  /(?<![^\s:'"`])(?<path>[^\s:'"`]{1,300})['"`]?: (?:cannot execute binary file: )?[Ee]xec format error/,
  /\[Errno 8\] Exec format error(?:: '(?<path>[^'\n]{1,300})')?/,
  /Cannot run program "(?<path>[^"\n]{1,300})"[^\n]{0,300}error[=:] ?8\b/,
  /spawn (?:(?<path>\/\S{1,300}) ENOEXEC|ENOEXEC|Unknown system error -8)/,
  /Exec format error(?: \(os error 8\)| - (?<path>[^\s:]{1,300}))/,
];
/**
 * A shell treats what the kernel refused as a script: its message has the program's path, and characters in the first line that no script
 * has.
 */
const readAsScript = [
  /(?<![^\s:])(?<path>\/[^\s:]{1,300}): (?:line )?1: (?:\/[^\s:]{1,300}: )?(?:[^\n]{0,20}ELF[^\n]{0,200}not found|[Ss]yntax error: (?:unexpected word|word unexpected|unexpected "[()]"|"[()]" unexpected)(?! \(expecting "[^)]))/,
  /(?<![^\s:])(?<path>\/[^\s:]{1,300}): cannot execute binary file(?!:)/,
];

/** A dynamic program that has an emulator but lacks its libraries: QEMU (linux-user/elfload.c), Apple's Rosetta. */
const foreignLoader =
  /(?:rosetta error: failed to open elf at|qemu-(?<arch>[\w]{1,20}): Could not open) '?(?<path>\/lib[\w]{0,10}\/ld[\w.-]{1,60})/;

const qemuPlatform: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'linux/amd64'],
  ['aarch64', 'linux/arm64'],
  ['i386', 'linux/386'],
  ['ppc64le', 'linux/ppc64le'],
  ['s390x', 'linux/s390x'],
  ['riscv64', 'linux/riscv64'],
]);

/** Programs of a base image; others were added by the Dockerfile. */
const shell = /(?:^|\/)(?:ba|da|a|z|k|c)?sh$/;
const ofBaseImage = /^(?:\/usr)?\/s?bin\/|(?:^|\/)(?:ba|da|a|z|k|c)?sh$|(?:^|\/)busybox$/;
/** The platforms of tonistiigi/binfmt. */
const emulatable = /^linux\/(?:amd64|arm64|arm|386|riscv64|ppc64le|s390x|mips64|mips64le|loong64)(?:\/|$)/;
/** Names of scripts. */
export const script = /\.(?:sh|bash|py|rb|pl|js|php)$|(?:^|\/)(?:docker-)?entrypoint[^/]{0,40}$/;

/** Whether a container runtime reports that the kernel refused the start program, and its path if the message has it. */
export function refusedStart(log: string): { readonly path?: string } | undefined {
  const match = firstMatch(refused, log);
  const path = match?.groups?.path;
  return match && (path === undefined ? {} : { path });
}

/** Determines the cause of `exec format error`. */
export function foreignProgram(clues: Clues): Finding | undefined {
  if (clues.evidence.failedStep && isOutOfReach(clues)) {
    return aboutStep('platformUnsupported', clues);
  }
  return withoutLoader(clues) ?? notStarted(clues) ?? startedByProgram(clues);
}

/** If the emulator is for the step's own platform, the program matches it: it was built for another libc. */
function withoutLoader(clues: Clues): Finding | undefined {
  const { arch, path = '' } = foreignLoader.exec(clues.log)?.groups ?? {};
  if (path === '') {
    return undefined;
  }
  const found = arch === undefined ? 'linux/amd64' : qemuPlatform.get(arch);
  return found !== undefined && found === clues.platform
    ? aboutStep('libcMismatch', clues, { found: path, reason: 'loader' })
    : aboutStep('programOtherPlatform', clues, { ...(found !== undefined && { found }) });
}

function notStarted(clues: Clues): Finding | undefined {
  const match = firstMatch(refused, clues.log);
  if (!match) {
    return undefined;
  }
  const path = match.groups?.path;
  if (path === undefined || ofBaseImage.test(path)) {
    return ofTheBase(clues);
  }
  if (routeOf(clues) === 'unsupported') {
    return aboutStep('emulatorMissing', clues);
  }
  return script.test(path)
    ? (warnedBase(clues) ?? { code: 'scriptNotExecutable', params: { path, reason: 'shebang' } })
    : aboutStep('programOtherPlatform', clues, { path });
}

/** A shell's error about itself, its `-c` text or a script is an error in a script. */
function startedByProgram(clues: Clues): Finding | undefined {
  const match = firstMatch(refusedToProgram, clues.log);
  if (match) {
    const path = match.groups?.path;
    return path !== undefined && script.test(path)
      ? { code: 'scriptNotExecutable', params: { path, reason: 'firstLine' } }
      : aboutStep('programOtherPlatform', clues, { ...(path !== undefined && { path }) });
  }
  const path = firstMatch(readAsScript, clues.log)?.groups?.path;
  return path === undefined || shell.test(path) || script.test(path) || isGivenToShell(clues.log, path)
    ? undefined
    : aboutStep('programOtherPlatform', clues, { path });
}

/** `bash ls`, usually an entrypoint `bash` with a command after it: the program is correct, but not a script. */
function isGivenToShell(log: string, path: string): boolean {
  return ofBaseImage.test(path) && log.includes('cannot execute binary file');
}

/** The shell itself does not run: nothing of this platform does, or the base image is for another one. */
function ofTheBase(clues: Clues): Finding {
  const warned = warnedBase(clues);
  if (warned) {
    return warned;
  }
  if (routeOf(clues) === 'native') {
    return aboutStep('baseImageOtherPlatform', clues);
  }
  // "emulated" is based on BuildKit's list, which keeps emulators that were removed since
  return aboutStep('emulatorMissing', clues);
}

/** A base image for another platform, according to BuildKit's warning. */
function warnedBase(clues: Clues): Finding | undefined {
  const other =
    /Base image (?<image>\S{1,300}) was pulled with platform "(?<found>[^"\n]{1,60})", expected "(?<expected>[^"\n]{1,60})"/g;
  for (const { groups = {} } of clues.warnings.matchAll(other)) {
    const { image = '', found = '', expected = '' } = groups;
    if (clues.platform === undefined || normalPlatform(expected) === clues.platform) {
      return aboutStep('baseImageOtherPlatform', clues, { image, found, platform: expected });
    }
  }
  const constant = /FROM --platform flag should not use constant value "(?<found>[^"\n]{1,60})"/.exec(clues.warnings)
    ?.groups?.found;
  return constant !== undefined && (clues.platform === undefined || normalPlatform(constant) !== clues.platform)
    ? aboutStep('baseImageOtherPlatform', clues, { found: constant, reason: 'constant' })
    : undefined;
}

/** Nothing runs programs of the platform, and no emulator can be installed for it. */
function isOutOfReach(clues: Clues): boolean {
  return clues.platform !== undefined && !emulatable.test(clues.platform) && routeOf(clues) === 'unsupported';
}
