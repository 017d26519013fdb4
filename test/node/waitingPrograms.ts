import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeElf, type Machine } from '../../src/domain/builder/probe/elf.ts';
import { unpackBusybox } from '../bed/engine/packages.ts';
import type { TarEntry } from '../bed/engine/tar.ts';

/** The architectures of the test programs, with Go's names; `arm` is 32-bit Arm v7. */
export type Architecture = 'amd64' | '386' | 'arm64' | 'arm';

interface Program {
  readonly machine: Machine;
  readonly code: readonly number[];
}

/** Programs that wait for ever. The numbers of `pause` and `ppoll` are from Linux's system call tables. */
const programs: Readonly<Record<Architecture, Program>> = {
  amd64: {
    machine: { bits: 64, order: 'little', number: 62 },
    // mov eax, 34; syscall; jmp to the start
    code: [0xb8, 0x22, 0x00, 0x00, 0x00, 0x0f, 0x05, 0xeb, 0xf7],
  },
  '386': {
    machine: { bits: 32, order: 'little', number: 3 },
    // mov eax, 29; int 0x80; jmp to the start
    code: [0xb8, 0x1d, 0x00, 0x00, 0x00, 0xcd, 0x80, 0xeb, 0xf7],
  },
  arm64: {
    machine: { bits: 64, order: 'little', number: 183 },
    // mov x8, #73; mov x0…x4, #0; svc #0; b to the start
    code: [
      ...[0x28, 0x09, 0x80, 0xd2, 0x00, 0x00, 0x80, 0xd2, 0x01, 0x00, 0x80, 0xd2, 0x02, 0x00, 0x80, 0xd2],
      ...[0x03, 0x00, 0x80, 0xd2, 0x04, 0x00, 0x80, 0xd2, 0x01, 0x00, 0x00, 0xd4, 0xf9, 0xff, 0xff, 0x17],
    ],
  },
  arm: {
    machine: { bits: 32, order: 'little', number: 40, flags: 0x05000000 },
    // mov r7, #29; svc #0; b to the start
    code: [0x1d, 0x70, 0xa0, 0xe3, 0x00, 0x00, 0x00, 0xef, 0xfc, 0xff, 0xff, 0xea],
  },
};

/** A program that waits for ever, of about a hundred bytes. */
export function waitingProgram(architecture: Architecture): Buffer {
  const { machine, code } = programs[architecture];
  return Buffer.from(writeElf(machine, code));
}

/** BusyBox as `/bin/sh`. */
export async function shell(architecture: 'amd64' | 'arm64'): Promise<readonly TarEntry[]> {
  const data = await readFile(join(await unpackBusybox(architecture), 'bin/busybox'));
  return [
    { path: 'bin/', mode: 0o755, folder: true },
    { path: 'bin/busybox', mode: 0o755, data },
    { path: 'bin/sh', linkTo: 'bin/busybox' },
    { path: 'bin/sleep', linkTo: 'bin/busybox' },
  ];
}
