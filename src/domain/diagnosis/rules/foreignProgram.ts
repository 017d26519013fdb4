import { normalPlatform, routeOf, type Clues } from '../clues.ts';
import type { Finding } from './rule.ts';

/** The words for a program that the kernel, a shell or an emulator cannot run, with the program's path where it is told. */
const cannotRun = [
  // runc ≥ 1.1, containerd's shim; then runc ≤ 1.0
  /exec "?(?<path>[^\s":]{1,300})"?: exec format error/,
  /standard_init_linux\.go:\d{1,6}: exec user process caused[^\n]{0,10}exec format error/,
  // bash, dash, zsh
  /(?<path>[^\s:]{1,300}): (?:cannot execute binary file: )?[Ee]xec format error/,
  // an ash or dash takes what the kernel refused for a script of its own
  /(?<path>\/[^\s:]{1,300}): (?:line )?1: (?:[^\n]{0,20}ELF[^\n]{0,200}not found|[Ss]yntax error: (?:unexpected (?:word|"[()]")|word unexpected|"[()]" unexpected))/,
] as const;

/** A dynamic program that has its emulator but not its libraries: QEMU (linux-user/elfload.c), Apple's Rosetta. */
const foreignLoader =
  /(?:rosetta error: failed to open elf at|qemu-(?<arch>[\w]{1,20}): Could not open) '?(?<path>\/lib[\w]{0,10}\/ld[\w.-]{1,60})/;

const qemuPlatform: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'linux/amd64'],
  ['aarch64', 'linux/arm64'],
  ['i386', 'linux/386'],
]);

/** Programs that come with a base image; whatever else is run, the Dockerfile brought along. */
const ofBaseImage = /^(?:\/usr)?\/s?bin\/|(?:^|\/)(?:ba|da|a|z|k|c)?sh$|(?:^|\/)busybox$/;
/** What tonistiigi/binfmt has emulators for. */
const emulatable = /^linux\/(?:amd64|arm64|arm|386|riscv64|ppc64le|s390x|mips64|mips64le|loong64)(?:\/|$)/;
const script = /\.(?:sh|bash|py|rb|pl|js|php)$|(?:^|\/)(?:docker-)?entrypoint[^/]{0,40}$/;

/** Which of the four causes of `exec format error` this is. */
export function foreignProgram(clues: Clues): Finding | undefined {
  if (clues.evidence.failedStep && isOutOfReach(clues)) {
    return finding('platformUnsupported', clues);
  }
  const loader = foreignLoader.exec(clues.log)?.groups;
  if (loader) {
    const found = loader.arch === undefined ? 'linux/amd64' : qemuPlatform.get(loader.arch);
    return finding('programOtherPlatform', clues, { ...(found !== undefined && { found }) });
  }
  const match = cannotRun.map((pattern) => pattern.exec(clues.log)).find((each) => each !== null);
  if (!match) {
    return undefined;
  }
  const path = match.groups?.path;
  if (path === undefined || ofBaseImage.test(path)) {
    return ofTheBase(clues);
  }
  if (routeOf(clues) === 'nobody') {
    return finding('emulatorMissing', clues);
  }
  return script.test(path)
    ? { code: 'scriptNotExecutable', params: { path, reason: 'shebang' } }
    : finding('programOtherPlatform', clues, { path });
}

/** The shell itself does not run: nothing of this platform does, or the base image is of another one. */
function ofTheBase(clues: Clues): Finding {
  const other =
    /Base image (?<image>\S{1,300}) was pulled with platform "(?<found>[^"\n]{1,60})", expected "(?<expected>[^"\n]{1,60})"/g;
  for (const { groups = {} } of clues.warnings.matchAll(other)) {
    const { image = '', found = '', expected = '' } = groups;
    if (clues.platform === undefined || normalPlatform(expected) === clues.platform) {
      return finding('baseImageOtherPlatform', clues, { image, found, platform: expected });
    }
  }
  const constant = /FROM --platform flag should not use constant value "(?<found>[^"\n]{1,60})"/.exec(clues.warnings)
    ?.groups?.found;
  if (constant !== undefined && (clues.platform === undefined || normalPlatform(constant) !== clues.platform)) {
    return finding('baseImageOtherPlatform', clues, { found: constant, reason: 'constant' });
  }
  if (routeOf(clues) === 'native') {
    return finding('baseImageOtherPlatform', clues);
  }
  // "emulated" is what BuildKit once found; it goes on listing an emulator that was taken away since
  return finding('emulatorMissing', clues);
}

/** Nobody executes programs of the platform, and no emulator that could be installed would. */
function isOutOfReach(clues: Clues): boolean {
  return clues.platform !== undefined && !emulatable.test(clues.platform) && routeOf(clues) === 'nobody';
}

function finding(code: Finding['code'], { platform, evidence }: Clues, params: Record<string, string> = {}): Finding {
  return {
    code,
    params: {
      ...(platform !== undefined && { platform }),
      ...(evidence.builder !== undefined && { builder: evidence.builder }),
      ...params,
    },
  };
}
