import assert from 'node:assert/strict';
import type { BuildPlan } from '../../../../../src/domain/build/plan.ts';
import type { BuildReport } from '../../../../../src/domain/build/report.ts';
import type { DiagnosisCode } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import type { TagAfter } from '../../../../../src/domain/policy/tagAfter.ts';
import { hearOf, withTags } from '../../../../../src/services/builds/afterPush/failedPush.ts';
import { digest } from '../../../../support/sampleImages.ts';

const tag = 'r.io/app:1';
const former = digest('aa');
const unread: TagAfter = { tag, state: 'unread' };
const gone: TagAfter = { tag, state: 'gone', former };

interface Given {
  readonly code?: DiagnosisCode;
  readonly isStarted?: boolean;
  readonly hasBegun?: boolean;
  readonly tags?: number;
  readonly now?: TagAfter;
}

/** The report of a failed push; `not read` if the registry was not contacted. */
async function told({ code = 'registryUnreachable', isStarted = true, hasBegun = true, tags = 1, now = gone }: Given) {
  const report = { ok: false, failure: diagnosisOf(code) } as BuildReport;
  const before = { tag, coming: [], before: 'unread' as const };
  const guarded = { asked: { builder: 'farm' } as BuildPlan, tags: Array.from({ length: tags }, () => before) };
  const reads: string[] = [];
  const result = await withTags(report, guarded, { isStarted, hasBegun }, (given, builder) => {
    reads.push(`${given.length} ${builder ?? ''}`);
    assert.deepEqual([given.length, builder], [tags, 'farm']);
    return Promise.resolve([now]);
  });
  const remedies = result.failure?.remedies.map(({ id }) => id).join(' ');
  return [reads.length > 0 ? (result.tags?.map(({ state }) => state).join() ?? 'nothing') : 'not read', remedies];
}

describe('a push that did not end well', () => {
  it('says what its tags name now, and offers first to restore what they named', async () => {
    assert.deepEqual(await told({}), ['gone', 'restoreTags buildAgain showLog']);
    assert.deepEqual(await told({ now: { tag, state: 'unchanged' } }), ['unchanged', 'buildAgain showLog']);
    assert.deepEqual(await told({ code: 'emulatorMissing' }), ['gone', 'restoreTags editBuild openLink']);
    assert.deepEqual(await told({ code: 'cancelled' }), ['gone', 'restoreTags']);
    assert.deepEqual(await told({ now: unread }), ['unread', 'buildAgain showLog']);
    assert.deepEqual(await told({ code: 'imageChanged' }), ['gone', ''], 'what others pushed is theirs');
  });

  it('asks nothing where buildx was not started, nothing has a tag, or a cancelled build had sent nothing', async () => {
    assert.deepEqual((await told({ isStarted: false }))[0], 'not read');
    assert.deepEqual((await told({ tags: 0 }))[0], 'not read');
    assert.deepEqual(await told({ code: 'cancelled', hasBegun: false }), ['not read', '']);
  });

  it('does not say twice that the registry cannot be read, nor at all where nothing was sent', async () => {
    assert.deepEqual((await told({ code: 'notVerified', now: unread }))[0], 'nothing');
    assert.deepEqual((await told({ code: 'stepFailed', hasBegun: false, now: unread }))[0], 'nothing');
    assert.deepEqual((await told({ code: 'stepFailed', hasBegun: false }))[0], 'gone');
  });

  it('is no push that did not end well where nothing failed', async () => {
    const report = { ok: true } as BuildReport;
    const guarded = { asked: {} as BuildPlan, tags: [{ tag, coming: [], before: 'absent' as const }] };
    const never = () => Promise.reject(new Error('not asked'));
    assert.equal(await withTags(report, guarded, { isStarted: true, hasBegun: true }, never), report);
  });

  it('has begun once a line or a step says so', () => {
    const watch = { isStarted: true, hasBegun: false };
    hearOf(watch, [{ kind: 'text', line: '#1 [internal] load' }]);
    assert.equal(watch.hasBegun, false);
    hearOf(watch, [{ kind: 'text', line: '#9 exporting to image' }]);
    hearOf(watch, []);
    assert.equal(watch.hasBegun, true);
    const other = { isStarted: true, hasBegun: false };
    const vertex = { digest: 'a', inputs: [], name: 'exporting to image', started: 1, cached: false };
    hearOf(other, [{ kind: 'update', update: { vertexes: [vertex], statuses: [], logs: [], warnings: [] } }]);
    assert.equal(other.hasBegun, true);
  });
});
