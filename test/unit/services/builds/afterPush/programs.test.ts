import assert from 'node:assert/strict';
import type { FoundImage } from '../../../../../src/domain/build/report.ts';
import type { Inside } from '../../../../../src/domain/inside/inside.ts';
import { afterPushLimits, createProgramChecks } from '../../../../../src/services/builds/afterPush/programs.ts';
import type { Insides } from '../../../../../src/services/insides/insides.ts';
import { digest } from '../../../../support/sampleImages.ts';
import { untilAborted } from '../../../../support/stub.ts';

const amd64: Inside = { state: 'found', programs: [{ program: '/app', format: 'elf', architecture: 'amd64' }] };
const image = (reference: string, ...digests: readonly string[]): FoundImage => ({
  reference,
  platforms: digests.map((start) => ({ platform: 'linux/amd64', digest: digest(start) })),
});

/** Checks of images that find these programs, by the start of a digest; and the requests. */
function checks(
  found: Readonly<Record<string, Inside | Error>>,
  { isWanted = true, limit }: { readonly isWanted?: boolean; readonly limit?: () => AbortSignal } = {},
) {
  const asked: string[] = [];
  const read: Insides['read'] = (ref, own, options) => {
    asked.push(`${ref} ${own.slice(7, 9)}`);
    assert.deepEqual(options?.limits, afterPushLimits);
    const inside = found[own.slice(7, 9)];
    return inside === undefined
      ? untilAborted(options.signal)
      : inside instanceof Error
        ? Promise.reject(inside)
        : Promise.resolve(inside);
  };
  const insides = () => Promise.resolve({ read });
  const check = createProgramChecks({ insides, isWanted: () => isWanted, ...(limit && { limit }) });
  return {
    asked,
    states: async (images: readonly FoundImage[], signal = new AbortController().signal) =>
      (await check(images, signal)).map(({ platforms }) => platforms.map(({ inside }) => inside?.state ?? 'no')),
  };
}

describe('the programs of a push', () => {
  it('are looked at for each platform of each image, and not again for the same digest', async () => {
    const { asked, states } = checks({ a1: amd64, a2: { state: 'noStart' }, b1: amd64 });
    const images = [image('r.io/app:1', 'a1', 'a2'), image('r.io/api:1', 'b1', 'a1')];
    assert.deepEqual(await states(images), [
      ['found', 'noStart'],
      ['found', 'found'],
    ]);
    assert.deepEqual(
      asked.map((line) => line.split(' ')[1]),
      ['a1', 'a2', 'b1'],
    );
    await states(images);
    assert.equal(asked.length, 3);
  });

  it('are not checked if that is disabled, or nothing has a name', async () => {
    const off = checks({}, { isWanted: false });
    assert.deepEqual(await off.states([image('r.io/app:1', 'a1')]), [['no']]);
    const { asked, states } = checks({});
    assert.deepEqual(await states([{ platforms: [{ platform: 'linux/amd64' }] }]), [['no']]);
    assert.deepEqual([...off.asked, ...asked], []);
  });

  it('hold nothing against a push where they cannot be looked at', async () => {
    const { states } = checks({ a1: new Error('gone'), a2: { state: 'tooLarge' }, a3: amd64 });
    assert.deepEqual(await states([image('r.io/app:1', 'a1', 'a2', 'a3')]), [['no', 'no', 'found']]);
  });

  it('are skipped after a timeout or a cancellation', async () => {
    const over = new AbortController();
    const slow = checks({}, { limit: () => over.signal });
    const looked = slow.states([image('r.io/app:1', 'a1', 'a2', 'a3')]);
    over.abort();
    assert.deepEqual(await looked, [['no', 'no', 'no']]);
    assert.equal(slow.asked.length <= 2, true, 'nothing begins after that');
    const { asked, states } = checks({ a1: amd64 });
    assert.deepEqual(await states([image('r.io/app:1', 'a1')], AbortSignal.abort()), [['no']]);
    assert.deepEqual(asked, []);
  });
});
