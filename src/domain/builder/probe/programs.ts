import type { Machine } from './elf.ts';

/** The machine instructions that exit with 0. */
interface Program {
  readonly machine: Machine;
  readonly code: readonly number[];
}

/** `mov r7, #1`: the number of Linux's `exit`; then its argument in `r0`; then `svc #0`. */
const arm = (argument: readonly number[]): Program => ({
  machine: { bits: 32, order: 'little', number: 40, flags: 0x05000000 },
  code: [0x01, 0x70, 0xa0, 0xe3, ...argument, 0x00, 0x00, 0x00, 0xef],
});

/** By platform. The numbers of `exit` are from Linux's system call tables. */
export const programs: Readonly<Record<string, Program>> = {
  'linux/amd64': {
    machine: { bits: 64, order: 'little', number: 62 },
    // mov eax, 60; xor edi, edi; syscall
    code: [0xb8, 0x3c, 0x00, 0x00, 0x00, 0x31, 0xff, 0x0f, 0x05],
  },
  'linux/386': {
    machine: { bits: 32, order: 'little', number: 3 },
    // mov eax, 1; xor ebx, ebx; int 0x80
    code: [0xb8, 0x01, 0x00, 0x00, 0x00, 0x31, 0xdb, 0xcd, 0x80],
  },
  'linux/arm64': {
    machine: { bits: 64, order: 'little', number: 183 },
    // mov x8, #93; mov x0, #0; svc #0
    code: [0xa8, 0x0b, 0x80, 0xd2, 0x00, 0x00, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4],
  },
  // movw r0, #0: an instruction that processors before ARMv7 do not have
  'linux/arm/v7': arm([0x00, 0x00, 0x00, 0xe3]),
  // mov r0, #0
  'linux/arm/v6': arm([0x00, 0x00, 0xa0, 0xe3]),
  'linux/ppc64le': {
    machine: { bits: 64, order: 'little', number: 21, flags: 2 },
    // li 0, 1; li 3, 0; sc
    code: [0x01, 0x00, 0x00, 0x38, 0x00, 0x00, 0x60, 0x38, 0x02, 0x00, 0x00, 0x44],
  },
  'linux/s390x': {
    machine: { bits: 64, order: 'big', number: 22 },
    // lghi %r2, 0; svc 1
    code: [0xa7, 0x29, 0x00, 0x00, 0x0a, 0x01],
  },
  'linux/riscv64': {
    machine: { bits: 64, order: 'little', number: 243 },
    // li a7, 93; li a0, 0; ecall
    code: [0x93, 0x08, 0xd0, 0x05, 0x13, 0x05, 0x00, 0x00, 0x73, 0x00, 0x00, 0x00],
  },
  'linux/mips64le': {
    // MIPS64, position-independent calls, the 64-bit calling convention
    machine: { bits: 64, order: 'little', number: 8, flags: 0x60000006 },
    // li $v0, 5058; move $a0, $zero; syscall
    code: [0xc2, 0x13, 0x02, 0x24, 0x21, 0x20, 0x00, 0x00, 0x0c, 0x00, 0x00, 0x00],
  },
  'linux/loong64': {
    // double-precision registers, version 1 of the object format
    machine: { bits: 64, order: 'little', number: 258, flags: 0x43 },
    // ori $a7, $zero, 93; move $a0, $zero; syscall 0
    code: [0x0b, 0x74, 0x81, 0x03, 0x04, 0x00, 0x15, 0x00, 0x00, 0x00, 0x2b, 0x00],
  },
};
