import assert from 'node:assert/strict';
import { setImmediate as soon } from 'node:timers/promises';
import { followBuild, type BuildListener, type Foreknowledge } from '../../../../src/services/builds/follow.ts';
import type { ProgressEvent } from '../../../../src/tools/buildx/progress.ts';

const text = (line: string): ProgressEvent => ({ kind: 'text', line });
const nobody: Foreknowledge = { builder: undefined, nativeStages: [], platforms: [] };

function stage(asking: Promise<Foreknowledge>, fails: (point: string) => boolean = () => false) {
  const heard: string[] = [];
  const tell = (point: string) => {
    if (fails(point)) {
      throw new Error(`${point} fails`);
    }
    heard.push(point);
  };
  const listener: BuildListener = {
    command: () => undefined,
    started: () => {
      tell('started');
    },
    event: (event) => {
      tell(event.kind === 'text' ? event.line : 'update');
    },
  };
  return { heard, follow: followBuild(asking, { platforms: [] }, listener) };
}

describe('following a build', () => {
  it('hands on what came before it was known who builds what, in its order', async () => {
    let known: ((knowledge: Foreknowledge) => void) | undefined;
    const { heard, follow } = stage(new Promise((resolve) => (known = resolve)));
    follow.push([text('a'), text('b')]);
    known?.(nobody);
    await soon();
    follow.push([text('c')]);
    assert.deepEqual(heard, ['started', 'a', 'b', 'c']);
    assert.deepEqual((await follow.end()).lines, ['a', 'b', 'c']);
  });

  it('attack: a build that says much while nobody knows the builder fills memory', async () => {
    const never = new Promise<Foreknowledge>(() => undefined);
    const { heard, follow } = stage(never);
    for (let i = 0; i < 10; i += 1) {
      follow.push([text('x')], 1024 * 1024);
      await soon();
    }
    assert.equal(heard.length, 11);
    assert.equal((await follow.end()).builder, undefined);
  });

  it('attack: hundreds of thousands of events at once overflow the stack', async () => {
    const { heard, follow } = stage(Promise.resolve(nobody));
    follow.push(Array.from({ length: 300_000 }, () => text('x')));
    await soon();
    assert.equal(heard.length, 300_001);
  });

  it('attack: long lines that are no progress are all kept', async () => {
    const { follow } = stage(Promise.resolve(nobody));
    await soon();
    for (let i = 0; i < 400; i += 1) {
      follow.push([text('x'.repeat(65_536))]);
    }
    follow.push([text('last')]);
    const { lines } = await follow.end();
    assert.equal(lines.at(-1), 'last');
    assert.ok(lines.reduce((sum, line) => sum + line.length, 0) <= 1024 * 1024);
  });

  for (const point of ['started', 'a']) {
    it(`attack: what a listener throws (${point}) is lost, and the build goes on without an end`, async () => {
      const { follow } = stage(Promise.resolve(nobody), (each) => each === point);
      follow.push([text('a')]);
      await soon();
      assert.equal(follow.broken.aborted, true);
      await assert.rejects(follow.end(), new RegExp(`${point} fails`));
    });
  }

  it('attack: who cannot say who builds what leaves the build without an end', async () => {
    const { follow } = stage(Promise.reject(new RangeError('too deep')));
    await soon();
    assert.throws(() => {
      follow.broken.throwIfAborted();
    }, RangeError);
    follow.push([text('a')]);
    await assert.rejects(follow.end(), RangeError);
  });
});
