import { pushBegins, pushBeginsIn } from '../../../domain/buildProgress.ts';
import type { BuildReport } from '../../../domain/build/report.ts';
import type { Remedy } from '../../../domain/diagnosis/diagnosis.ts';
import { restorable } from '../../../domain/policy/tagAfter.ts';
import type { ProgressEvent } from '../../../tools/buildx/progress.ts';
import type { GuardedPush } from '../../policy/pushGuard.ts';
import type { TagsNow } from './tagsNow.ts';

/** The progress of a build on its way to a registry. */
export interface PushWatch {
  /** Buildx was started. */
  isStarted: boolean;
  /** Something may have been sent to a registry. */
  hasBegun: boolean;
}

/** Records the events of a build. */
export function hearOf(watch: PushWatch, events: readonly ProgressEvent[]): void {
  watch.hasBegun ||= events.some((event) =>
    event.kind === 'update' ? pushBegins(event.update) : pushBeginsIn(event.line),
  );
}

/** A notification has no room for more buttons. */
const mostRemedies = 3;

/**
 * Adds to the report of a failed push what its tags now point to, and offers to restore their previous digests. If nothing was sent to the
 * registry yet, a canceled build needs no answer, and a tag that cannot be read is not reported.
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
  // `notVerified` already reports that the registry cannot be read
  const leavesUnread = !hasBegun || failure.code === 'notVerified';
  const now = (await tagsNow(tags, asked.builder)).filter(({ state }) => !(leavesUnread && state === 'unread'));
  // another build or user has moved the tag
  const former = failure.code === 'imageChanged' ? [] : restorable(now);
  const restore: readonly Remedy[] = former.length > 0 ? [{ id: 'restoreTags', tags: former }] : [];
  return {
    ...report,
    ...(now.length > 0 && { tags: now }),
    failure: { ...failure, remedies: [...restore, ...failure.remedies].slice(0, mostRemedies) },
  };
}
