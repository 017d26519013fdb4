import assert from 'node:assert/strict';
import { restorable, tagAfter, type PushedTag } from '../../../../src/domain/policy/tagAfter.ts';
import { digest } from '../../../support/sampleImages.ts';

const tag = 'r.io/app:1';
const both = ['linux/amd64', 'linux/arm64'];
const before = { tag, digest: digest('aa'), platforms: both };
const pushed: PushedTag = { tag, coming: both, before };
const now = (start: string, platforms: readonly string[] = both) =>
  ({ digest: digest(start), kind: 'index', platforms }) as const;

describe('what a tag names after a push that did not end well', () => {
  it('is what it named before, or still nothing', () => {
    assert.deepEqual(tagAfter(pushed, now('aa')), { tag, state: 'unchanged', digest: digest('aa') });
    assert.deepEqual(tagAfter({ ...pushed, before: 'absent' }, 'absent'), { tag, state: 'unchanged' });
    assert.deepEqual(tagAfter({ ...pushed, before: 'unread' }, 'absent'), { tag, state: 'unchanged' });
  });

  it('is a part of what was built, which lacks the rest', () => {
    const part = now('bb', ['linux/amd64']);
    const missing = ['linux/arm64'];
    assert.deepEqual(tagAfter(pushed, part), { tag, state: 'partial', ...part, missing, former: digest('aa') });
    assert.deepEqual(tagAfter({ ...pushed, before: 'absent' }, part), { tag, state: 'partial', ...part, missing });
    assert.deepEqual(tagAfter({ ...pushed, before: 'unread' }, part), { tag, state: 'partial', ...part, missing });
  });

  it('is another image that is complete, or whose expected platforms are unknown', () => {
    assert.deepEqual(tagAfter(pushed, now('bb')), { tag, state: 'moved', ...now('bb'), former: digest('aa') });
    assert.equal(tagAfter({ ...pushed, coming: [] }, now('bb', ['linux/amd64'])).state, 'moved');
    assert.equal(tagAfter({ ...pushed, before: 'absent' }, now('bb')).former, undefined);
  });

  it('is an image that may have been there before', () => {
    assert.deepEqual(tagAfter({ ...pushed, before: 'unread' }, now('bb')), { tag, state: 'found', ...now('bb') });
  });

  it('is nothing any more, or could not be read', () => {
    assert.deepEqual(tagAfter(pushed, 'absent'), { tag, state: 'gone', former: digest('aa') });
    assert.deepEqual(tagAfter(pushed, 'unread'), { tag, state: 'unread' });
  });

  it('can be restored where that is known and it names it no longer', () => {
    const all = [now('aa'), now('bb'), 'absent', 'unread'] as const;
    assert.deepEqual(restorable(all.map((each) => tagAfter(pushed, each))), [
      { tag, digest: digest('aa') },
      { tag, digest: digest('aa') },
    ]);
  });
});
