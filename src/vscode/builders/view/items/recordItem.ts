import { joinText, safeText, text, type SafeText } from '../../../../domain/safeText.ts';
import type { BuildRecord, BuildRecordDetails } from '../../../../domain/builder/buildRecord.ts';
import { agoText, dateText } from '../../../shared/text/measures.ts';
import { spokenList } from '../../../shared/text/spokenList.ts';
import { duration } from '../../../shared/text/duration.ts';
import { historyTexts, stateText } from '../../texts/history.ts';
import type { RecordElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';

const icons: Readonly<Record<BuildRecord['state'], { readonly icon: string; readonly color?: string }>> = {
  running: { icon: 'loading~spin' },
  completed: { icon: 'pass', color: 'testing.iconPassed' },
  failed: { icon: 'error', color: 'testing.iconFailed' },
  cancelled: { icon: 'circle-slash', color: 'disabledForeground' },
};

/** A build in a builder's history. @param now milliseconds since 1970 */
export function recordItem({ builder, record }: RecordElement, now = Date.now()): Item {
  const { state, startedAt } = record;
  const name = recordName(record);
  const words = [
    stateText(state),
    // a build over several nodes has one record per node
    builder.nodes.length > 1 ? nodeOf(record) : undefined,
    timeTaken(record),
    cachedShare(record),
    startedAt === undefined ? undefined : safeText(agoText(startedAt, now)),
  ];
  const description = joinText(words, ' · ');
  return {
    id: `builder ${builder.name} record ${record.ref}`,
    label: name,
    description,
    ...icons[state],
    contextValue: `record ${state}`,
    spoken: text`${name}: ${spokenList(description)}`,
  };
}

/** The name of a record: its folder, Dockerfile and stage, or the name given by its build. */
export function recordName({ name }: BuildRecord): SafeText {
  const shown = safeText(name);
  return shown === '' ? historyTexts.unnamed() : shown;
}

/** The lines of the tooltip; `details` are read for this record only. */
export function recordTooltip(
  { record }: RecordElement,
  details: BuildRecordDetails | undefined,
  now = Date.now(),
): readonly SafeText[] {
  const { startedAt, totalSteps, cachedSteps } = record;
  const node = nodeOf(record);
  const time = timeTaken(record);
  const lines = [
    recordName(record),
    historyTexts.state(stateText(details?.state ?? record.state)),
    details && details.platforms.length > 0 ? historyTexts.platforms(details.platforms.join(', ')) : undefined,
    node === undefined ? undefined : historyTexts.node(node),
    details?.context === undefined ? undefined : historyTexts.context(details.context),
    details?.dockerfile === undefined ? undefined : historyTexts.dockerfile(details.dockerfile),
    startedAt === undefined ? undefined : historyTexts.started(agoText(startedAt, now), dateText(startedAt)),
    time === undefined ? undefined : historyTexts.duration(time),
    totalSteps > 0 ? historyTexts.steps(cachedSteps, totalSteps) : undefined,
    details?.error === undefined ? undefined : historyTexts.error(details.error.message),
  ];
  return lines.filter((line) => line !== undefined);
}

function nodeOf({ ref }: BuildRecord): SafeText | undefined {
  const node = ref.split('/').at(-2);
  return node === undefined ? undefined : safeText(node);
}

function timeTaken({ startedAt, completedAt }: BuildRecord): SafeText | undefined {
  return startedAt === undefined || completedAt === undefined ? undefined : safeText(duration(completedAt - startedAt));
}

function cachedShare({ cachedSteps, totalSteps, state }: BuildRecord): SafeText | undefined {
  return state === 'running' || totalSteps === 0 || cachedSteps === 0
    ? undefined
    : historyTexts.cached(Math.min(100, Math.floor((100 * cachedSteps) / totalSteps)));
}
