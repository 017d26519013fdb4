import { pushBegins, pushBeginsIn } from '../../../domain/buildProgress.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import type { Remedy } from '../../../domain/diagnosis/diagnosis.ts';
import { restorable } from '../../../domain/policy/tagAfter.ts';
import type { ProgressEvent } from '../../../tools/buildx/progress.ts';
import type { GuardedPush } from '../../policy/pushGuard.ts';
import type { TagsNow } from './tagsNow.ts';

/** How far a build has come on its way to a registry. */
export interface PushWatch {
  /** Buildx was started. */
  isStarted: boolean;
  /** Something may have gone to a registry. */
  hasBegun: boolean;
}

/** Notes what is heard of a build. */
export function hearOf(watch: PushWatch, events: readonly ProgressEvent[]): void {
  watch.hasBegun ||= events.some((event) =>
    event.kind === 'update' ? pushBegins(event.update) : pushBeginsIn(event.line),
  );
}

/** A notification has room for no more buttons. */
const mostRemedies = 3;

/**
 * Adds to the report of a push that did not end well what its tags name now, and offers to restore what they named before.
 * Where nothing had gone to the registry yet, a build that was canceled needs no answer, and a tag that cannot be read is not
 * worth a word.
 */
export async function withTags(
  report: BuildReport,
  { asked, tags }: Pick<GuardedPush, 'asked' | 'tags'>,
  { isStarted, hasBegun }: PushWatch,
  tagsNow: TagsNow,
): Promise<BuildReport> {
  const { failure } = report;
  if (!failure || !isStarted || tags.length === 0 || (!hasBegun && failure.code === 'cancelled')) {
    return report;
  }
  // `notVerified` says already that the registry cannot be read
  const leavesUnread = !hasBegun || failure.code === 'notVerified';
  const now = (await tagsNow(tags, asked.builder)).filter(({ state }) => !(leavesUnread && state === 'unread'));
  // somebody else has moved the tag, and not this build
  const former = failure.code === 'imageChanged' ? [] : restorable(now);
  const restore: readonly Remedy[] = former.length > 0 ? [{ id: 'restoreTags', tags: former }] : [];
  return {
    ...report,
    ...(now.length > 0 && { tags: now }),
    failure: { ...failure, remedies: [...restore, ...failure.remedies].slice(0, mostRemedies) },
  };
}
