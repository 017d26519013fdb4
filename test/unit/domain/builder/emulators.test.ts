import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { BuilderNode } from '../../../../src/domain/builder/builder.ts';
import { hasEmulator, parseHandler, withEmulators, type Handler } from '../../../../src/domain/builder/emulators.ts';
import { formatPlatform, parsePlatform, type Platform } from '../../../../src/domain/platform.ts';
import { farm } from '../../builders.ts';

/** In the kernel's format. */
const entry = readFileSync(new URL('../../../fixtures/binfmt/6.18/qemu-aarch64', import.meta.url), 'utf8');

describe('the kernel’s handlers', () => {
  const arm64 = parseHandler(entry);
  const handlers = arm64 ? [arm64] : [];

  it('are read as the kernel shows them', () => {
    assert.equal(arm64?.offset, 0);
    assert.equal(arm64.magic.length, 20);
    assert.deepEqual([arm64.magic[18], arm64.mask[7], arm64.fixed], [0xb7, 0, true]);
  });

  it('are none when they are disabled, or go by the name of a file', () => {
    assert.equal(parseHandler(entry.replace('enabled', 'disabled')), undefined);
    assert.equal(parseHandler('enabled\ninterpreter /usr/bin/jar\nflags: \nextension .jar\n'), undefined);
    assert.equal(parseHandler(''), undefined);
  });

  it('take the programs of one platform', () => {
    const taken = (text: string) => hasEmulator(handlers, platform(text));
    assert.deepEqual(['linux/arm64', 'linux/arm64/v8', 'linux/aarch64'].map(taken), [true, true, true]);
    assert.deepEqual(['linux/arm/v7', 'linux/s390x', 'linux/amd64'].map(taken), [false, false, false]);
    assert.deepEqual(['windows/arm64', 'linux/constructor'].map(taken), [undefined, undefined]);
    assert.equal(hasEmulator([], platform('linux/arm64')), false);
  });

  it('that take programs of every machine are no emulators', () => {
    const every = parseHandler('enabled\ninterpreter /x\nflags: \noffset 0\nmagic 7f454c46\n');
    assert.ok(every);
    assert.equal(hasEmulator([every], platform('linux/arm64')), false);
  });

  it('that are missing mark what a node still lists, and nothing else', () => {
    const [made] = farm('linux/amd64 linux/amd64/v2 linux/386 linux/arm64 linux/s390x').nodes;
    assert.ok(made);
    const node = { ...made, native: platform('linux/amd64') };
    const builder = { ...farm(), nodes: [node] };
    const lost = (isThere: boolean) =>
      withEmulators(builder, handlers, () => isThere)
        .nodes.flatMap(({ platforms }) => platforms)
        .filter((own) => own.lost === true)
        .map((own) => formatPlatform(own.platform));
    assert.deepEqual(lost(true), ['linux/s390x']);
    assert.deepEqual(lost(false), []);
  });

  it('that came since BuildKit looked are platforms of the node, where they work in containers', () => {
    const [made] = farm('linux/amd64 linux/386').nodes;
    assert.ok(made && arm64);
    const after = (handler: Handler, change: Partial<BuilderNode> = {}) =>
      withEmulators(
        { ...farm(), nodes: [{ ...made, native: platform('linux/amd64'), ...change }] },
        [handler],
        () => true,
      ).nodes.flatMap(({ platforms }) => platforms.map((own) => formatPlatform(own.platform)));
    assert.deepEqual(after(arm64), ['linux/amd64', 'linux/386', 'linux/arm64']);
    assert.deepEqual(after({ ...arm64, fixed: false }), ['linux/amd64', 'linux/386']);
    assert.deepEqual(after(arm64, { status: 'stopped' }), ['linux/amd64', 'linux/386']);
  });

  it('mark nothing on a node whose own platform is not known', () => {
    const builder = farm('linux/arm64 linux/s390x');
    assert.deepEqual(
      withEmulators(builder, [], () => true),
      builder,
    );
  });
});

function platform(text: string): Platform {
  const parsed = parsePlatform(text);
  assert.ok(parsed.ok);
  return parsed.value;
}
