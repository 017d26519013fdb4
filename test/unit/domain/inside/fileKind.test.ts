import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { interpreterOf, readFileKind, type FileKind } from '../../../../src/domain/inside/fileKind.ts';
import { writeElf } from '../../../../src/domain/builder/probe/elf.ts';
import { programs } from '../../../../src/domain/builder/probe/programs.ts';
import { dynamicElf } from '../../../support/dynamicElf.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const headers = JSON.parse(
  readFileSync(new URL('../../../fixtures/programs/go1.26.8/headers.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, string>>;

/** The contents of the files of Go's own tests, by their names. */
const expected: Readonly<Record<string, string>> = {
  'elf/gcc-386-freebsd-exec': 'elf 386',
  'elf/gcc-amd64-linux-exec': 'elf amd64',
  'elf/gcc-riscv64-linux-exec': 'elf riscv64',
  'elf/go-relocation-test-clang-arm.obj': 'elf arm',
  'elf/go-relocation-test-gcc482-aarch64.obj': 'elf arm64',
  'elf/go-relocation-test-gcc482-ppc64le.obj': 'elf ppc64le',
  'elf/go-relocation-test-gcc5-ppc.obj': 'elf ppc',
  'elf/go-relocation-test-gcc492-mips64.obj': 'elf mips64',
  'elf/go-relocation-test-gcc493-mips64le.obj': 'elf mips64le',
  'elf/go-relocation-test-gcc492-mipsle.obj': 'elf mipsle',
  'elf/go-relocation-test-gcc540-mips.obj': 'elf mips',
  'elf/go-relocation-test-gcc531-s390x.obj': 'elf s390x',
  'elf/go-relocation-test-gcc620-sparc64.obj': 'elf sparc64',
  'pe/gcc-386-mingw-exec': 'pe 386',
  'pe/gcc-amd64-mingw-exec': 'pe amd64',
  'macho/gcc-386-darwin-exec': 'macho 386',
  'macho/gcc-amd64-darwin-exec': 'macho amd64',
  'macho/fat-gcc-386-amd64-darwin-exec': 'macho ',
};

const told = (kind: FileKind) =>
  kind.kind === 'program' ? `${kind.format} ${kind.architecture ?? ''}` : JSON.stringify(kind);

describe('the first bytes of a file', () => {
  it('name the loader of a dynamic program', () => {
    const loaderOf = (file: Uint8Array) => {
      const kind = readFileKind(file);
      return kind.kind === 'program' ? kind.loader : 'no program';
    };
    const dynamic = dynamicElf('/lib/ld-musl-x86_64.so.1');
    assert.equal(loaderOf(dynamic), '/lib/ld-musl-x86_64.so.1');
    // cut off, or not a path
    assert.equal(loaderOf(dynamic.subarray(0, -3)), undefined);
    assert.equal(loaderOf(dynamic.subarray(0, 30)), undefined);
    assert.equal(loaderOf(dynamicElf('ld.so')), undefined);
  });

  it('tell what compilers for many processors and systems have made', () => {
    assert.deepEqual(
      Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [name, told(readFileKind(Buffer.from(text, 'base64')))]),
      ),
      expected,
    );
  });

  it('tell the architecture of each program that this product writes itself', () => {
    for (const [platform, { machine, code }] of Object.entries(programs)) {
      const [, architecture = ''] = platform.split('/');
      assert.equal(told(readFileKind(writeElf(machine, code))), `elf ${architecture}`, platform);
    }
  });

  it('tell orders of bytes and widths apart where one number stands for several', () => {
    const elf = (bits: 1 | 2, order: 1 | 2, machine: number, flags = 0) => {
      const file = new DataView(new ArrayBuffer(64));
      file.setUint32(0, 0x7f454c46);
      file.setUint8(4, bits);
      file.setUint8(5, order);
      file.setUint16(18, machine, order === 1);
      file.setUint32(bits === 2 ? 0x30 : 0x24, flags, order === 1);
      return told(readFileKind(new Uint8Array(file.buffer)));
    };
    assert.deepEqual(
      [elf(2, 2, 21), elf(2, 1, 21), elf(1, 2, 22), elf(1, 2, 40), elf(2, 2, 183), elf(1, 1, 62), elf(1, 1, 243)],
      ['elf ppc64', 'elf ppc64le', 'elf s390', 'elf armbe', 'elf arm64be', 'elf amd64p32', 'elf riscv'],
    );
    assert.deepEqual([elf(1, 1, 8, 0x20), elf(1, 2, 8, 0x20)], ['elf mips64p32le', 'elf mips64p32']);
    assert.deepEqual([elf(2, 1, 258), elf(2, 1, 4711)], ['elf loong64', 'elf ']);
  });

  it('tell what reads a script, and how its lines end', () => {
    const script = (text: string) => {
      const kind = readFileKind(bytes(text));
      assert.equal(kind.kind, 'script', text);
      return kind;
    };
    assert.deepEqual(script('#!/bin/sh -e\necho'), {
      kind: 'script',
      interpreter: '/bin/sh',
      argument: '-e',
      windowsLines: false,
    });
    assert.deepEqual(script('#! /bin/bash\r\necho\r\n'), {
      kind: 'script',
      interpreter: '/bin/bash',
      windowsLines: true,
    });
    for (const [line, program] of [
      ['#!/bin/sh', '/bin/sh'],
      ['#!/usr/bin/env node', 'node'],
      ['#!/usr/bin/env -S node --flag', 'node'],
      ['#!/usr/bin/env -i A=b python3', 'python3'],
      ['#!/usr/bin/env', '/usr/bin/env'],
    ] as const) {
      assert.equal(interpreterOf(script(`${line}\n`)), program);
    }
  });

  it('tell texts that no kernel starts, and data', () => {
    for (const text of ['', 'echo hello\n', '#!\n', '\ufeff#!/bin/sh\n', '# a comment']) {
      assert.equal(readFileKind(bytes(text)).kind, 'text', JSON.stringify(text));
    }
    for (const data of ['\u007fELF', '\u0000\u0001', 'PK\u0003\u0004']) {
      assert.equal(readFileKind(bytes(data)).kind, 'other');
    }
    // a Java class starts like a universal macOS program
    assert.equal(readFileKind(Uint8Array.of(0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 0x41)).kind, 'other');
    assert.equal(told(readFileKind(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0))), 'wasm wasm');
  });

  it('are never too few or too strange', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (any) => void readFileKind(any)));
    const magics = [
      [0x7f, 0x45, 0x4c, 0x46],
      [0x4d, 0x5a],
      [0xca, 0xfe, 0xba, 0xbe],
      [0x23, 0x21],
    ];
    fc.assert(
      fc.property(fc.constantFrom(...magics), fc.uint8Array({ maxLength: 80 }), (magic, rest) => {
        readFileKind(Uint8Array.from([...magic, ...rest]));
      }),
    );
  });
});
