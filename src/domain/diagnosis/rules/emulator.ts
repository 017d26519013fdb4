import { routeOf, type Clues } from '../clues.ts';
import { aboutStep, type Finding } from './rule.ts';
import { endedItself } from './ownFault.ts';

/** Messages of QEMU (linux-user/signal.c, cpu_loop.c, elfload.c), of Rosetta, and of Go about addresses that only QEMU uses. */
const crashed = [
  /qemu: uncaught target signal (?:4|5|7|8|11)\b/,
  /QEMU internal SIG/,
  /qemu-\w{1,20}: [^\n]{0,200}core dumped/,
  /qemu(?:-[\w-]{1,30})?: (?:fatal: |unhandled CPU exception|Unable to reserve 0x)/,
  /assertion failed \[[^\]\n]{1,200}\]: |rosetta error: (?:[Uu]nimplemented|thread|bad |unexpected)/,
  /runtime: lfstack\.push invalid packing/,
];
/** An abort is more often caused by the program than by the emulator. */
const aborted = /qemu: uncaught target signal 6\b/;
/** dpkg and RPM report how a package script ended; such scripts work where they run natively. */
const packageScript =
  /subprocess (?:returned error exit status 1(?:32|34|39)|was killed by signal \((?:Segmentation fault|Aborted|Illegal instruction)\))|scriptlet failed, signal (?:4|6|11)/;

/** 128 + SIGILL, SIGABRT, SIGSEGV. */
const signals = ['132', '134', '139'];

/** A crash in an emulated step that the emulator itself reports, or that has no other possible cause. */
export function emulatorCrashed(clues: Clues): Finding | undefined {
  const { log, process } = clues;
  const emulated = routeOf(clues) === 'emulated';
  const silent = log.trim() === '' && signals.includes(process?.exitCode ?? '');
  return crashed.some((pattern) => pattern.test(log)) ||
    (aborted.test(log) && endedItself(clues) === undefined) ||
    (emulated && (packageScript.test(log) || silent))
    ? aboutStep('emulatorCrashed', clues)
    : undefined;
}

/** Failures of 32-bit programs on file systems of 64-bit machines (EOVERFLOW), and of allocations in QEMU 7.0. */
const tooLarge = 'Value too large for defined data type';
const cannotAllocate = /Out of memory allocating \d{6,12} bytes/;
const noCall = /qemu(?:-[\w-]{1,30})?: Unsupported (?:syscall|ioctl|setsockopt)|rosetta error: Unsupported syscall/i;
const narrow = /^linux\/(?:arm|386|mipsle|mips)(?:\/|$)/;

/** An operation that the emulator does not support, although the program is correct. */
export function emulatorLimit(clues: Clues): Finding | undefined {
  if (routeOf(clues) !== 'emulated') {
    return undefined;
  }
  const reason =
    clues.log.includes(tooLarge) && narrow.test(clues.platform ?? '')
      ? 'narrow'
      : cannotAllocate.test(clues.log)
        ? 'memory'
        : noCall.test(clues.log)
          ? 'call'
          : undefined;
  return reason === undefined ? undefined : aboutStep('emulatorLimit', clues, { reason });
}
