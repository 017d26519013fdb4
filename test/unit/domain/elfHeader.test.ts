import assert from 'node:assert/strict';
import { fitsPlatform, readProgram } from '../../../src/domain/elfHeader.ts';
import { writeElf } from '../../../src/domain/probe/elf.ts';
import { programs } from '../../../src/domain/probe/programs.ts';
import { linkTarget, normalized, startOf } from '../../../src/domain/startOf.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the header of a program', () => {
  for (const [platform, { machine, code }] of Object.entries(programs)) {
    // nothing in the header tells apart what is not listed
    const known = readProgram(writeElf(machine, code));
    it(`tells that of ${platform}`, () => {
      assert.equal(known.kind, 'elf');
      assert.equal(
        known.architecture === undefined || fitsPlatform(known.architecture, platform),
        true,
        `${platform} is told to be ${String(known.architecture)}`,
      );
      assert.equal(known.architecture === undefined, platform.startsWith('linux/mips'));
    });
  }

  it('follows what reads a script', () => {
    assert.deepEqual(readProgram(bytes('#!/bin/sh -e\necho')), { kind: 'script', interpreter: '/bin/sh' });
    assert.deepEqual(readProgram(bytes('#! /usr/bin/env node\n')), { kind: 'script', interpreter: 'node' });
    for (const text of ['', '#!', 'echo', '\u007fELF']) {
      assert.deepEqual(readProgram(bytes(text)), { kind: 'other' });
    }
  });
});

describe('what an image starts', () => {
  const start = (config: object) => startOf(JSON.stringify({ config }));

  it('is its entrypoint, else its command, where that can be', () => {
    assert.deepEqual(start({ Entrypoint: ['/app'], Cmd: ['x'] }), { program: '/app', candidates: ['app'] });
    assert.deepEqual(start({ Cmd: ['server'], Env: ['A=b', 'PATH=/opt/bin:/bin:relative'] }), {
      program: 'server',
      candidates: ['opt/bin/server', 'bin/server'],
    });
    assert.deepEqual(start({ Cmd: ['./run'], WorkingDir: '/srv/../home' })?.candidates, ['home/run']);
  });

  it('is nothing where the configuration says nothing', () => {
    for (const text of ['', '[]', '{}', '{"config":{"Entrypoint":[]}}', '{"config":{"Cmd":"x"}}']) {
      assert.equal(startOf(text), undefined, text);
    }
  });

  it('is found behind links, and never outside', () => {
    assert.equal(linkTarget('bin/sh', 'busybox'), 'bin/busybox');
    assert.equal(linkTarget('usr/bin/x', '../../lib/y'), 'lib/y');
    assert.equal(linkTarget('bin/x', '/opt/y'), 'opt/y');
    assert.equal(normalized('../../etc/./passwd//'), 'etc/passwd');
  });
});
