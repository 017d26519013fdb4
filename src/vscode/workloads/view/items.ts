import { safeLines, safeText, type SafeText } from '../../../domain/safeText.ts';
import { formatReference, parseReference, type ImageReference } from '../../../domain/image/reference.ts';
import type { UseFate } from '../../../domain/coverage/imageFate.ts';
import { isRestartable, type Pod } from '../../../domain/workload/workload.ts';
import type { PodUse } from '../../../domain/workload/uses.ts';
import type { ContainerTrouble } from '../../../domain/workload/trouble.ts';
import { useTexts } from '../../targets/texts/uses.ts';
import { spokenList } from '../../shared/text/spokenList.ts';
import { workloadName, workloadTexts } from '../texts.ts';
import { troubleLines, troubleShort } from '../troubleTexts.ts';
import type { Item } from '../../shared/tree/item.ts';
import { digestLine, shortDigest } from '../../shared/text/digests.ts';
import type { InClustersElement, PodElement, WorkloadElement, WorkloadsElement } from './elements.ts';

/** A row about clusters as data. */
export function workloadsItem(element: WorkloadsElement): Item {
  switch (element.kind) {
    case 'inClusters':
      return inClustersItem(element);
    case 'workload':
      return workloadItem(element);
    case 'pod':
      return podItem(element);
  }
}

/** The unique id of the row about clusters below an image. @param id the full reference */
export function inClustersRowId(id: string): string {
  return `${id} clusters`;
}

function inClustersItem({ id, contexts }: InClustersElement): Item {
  return {
    id: inClustersRowId(id),
    label: workloadTexts.title(),
    description: safeText(contexts.join(', ')),
    icon: 'server-environment',
    tooltip: [workloadTexts.title(), workloadTexts.more()],
    contextValue: 'inClusters',
    children: 'collapsed',
  };
}

const failure = { icon: 'error', color: 'list.errorForeground' };
const passed = { icon: 'pass', color: 'testing.iconPassed' };
const other = { icon: 'history' };
const held = { icon: 'clock' };

/** A scheduling gate is no failure. */
function isHeld({ kind, inspectionFailed }: ContainerTrouble): boolean {
  return kind === 'gated' && inspectionFailed !== true;
}

function workloadItem(element: WorkloadElement): Item {
  const { id, context, use, troubles, fate } = element;
  const { workload, pods, pinned, keepsTag } = use;
  const { kind, name, namespace, owner } = workload;
  const failing = troubles.filter((trouble) => !isHeld(trouble));
  const current = pods.filter(({ verdict }) => verdict === 'current').length;
  const running = runsText(element, current);
  const foreign = use.references.filter((reference) => !isNamedBy(id, reference));
  const details = [
    ...new Set(troubles.map(troubleShort)),
    ...(fate && isBad(fate) ? [useTexts.fate(fate)] : []),
    // which image a failing pod has does not matter beside its trouble
    failing.length > 0 ? workloadTexts.failing(failing.length, pods.length) : running,
    ...foreign.map((reference) => workloadTexts.uses(tagText(reference))),
    ...(pinned ? [workloadTexts.pinned()] : []),
    // the side bar is narrow, so the location comes last
    ...(element.severalContexts ? [context] : []),
    namespace,
    kind,
  ];
  const isBehind = pods.some(({ verdict }) => verdict === 'other');
  return {
    id: `${id} workload ${context} ${namespace} ${kind} ${name}`,
    label: safeText(name),
    description: safeText(details.join(' · ')),
    ...(failing.length > 0
      ? failure
      : troubles.length > 0
        ? held
        : isBehind
          ? other
          : current > 0 && current === pods.length
            ? passed
            : { icon: 'layers' }),
    tooltip: safeLines([
      workloadName(workload),
      workloadTexts.namespaceOf(namespace, context),
      ...(owner ? [workloadTexts.ownedBy(owner.kind, owner.name)] : []),
      ...new Set(troubles.flatMap(troubleLines)),
      running,
      ...(fate ? [useTexts.fate(fate), ...useTexts.fateMore(fate)] : []),
      ...use.references.map((reference) => workloadTexts.uses(formatReference(reference))),
      ...(pinned ? [workloadTexts.pinnedMore()] : []),
      ...(!pinned && keepsTag && isBehind ? [workloadTexts.keepsTagMore()] : []),
      ...(workload.onDelete ? [workloadTexts.onDeleteMore()] : []),
      ...(kind === 'CronJob' ? [workloadTexts.cronJobMore()] : []),
    ]),
    contextValue: [
      'workload',
      ...(isRestartable(workload) ? ['restartable'] : []),
      ...(workload.selector !== undefined || kind === 'Pod' ? ['logs'] : []),
      ...(kind === 'Pod' ? ['describable'] : []),
    ].join(' '),
    ...(pods.length > 0 && { children: 'collapsed' }),
    spoken: workloadTexts.spoken(kind, name, spokenList(details.slice(0, -1).join(' · '))),
  };
}

/** How many pods use the pushed image, as far as known. */
function runsText({ use: { pods }, withoutPods }: WorkloadElement, current: number): SafeText {
  if (withoutPods) {
    return workloadTexts.withoutPods();
  }
  if (pods.length === 0) {
    return workloadTexts.noPods();
  }
  if (pods.some(({ verdict }) => verdict !== 'unknown')) {
    return workloadTexts.runs(current, pods.length);
  }
  return pods.every(({ mounted }) => mounted) ? workloadTexts.podMounts() : workloadTexts.podUnknown();
}

function isBad({ state, isNowhere }: UseFate): boolean {
  return isNowhere || state === 'partial' || state === 'fails';
}

function podItem({ id, context, use, trouble }: PodElement): Item {
  const { pod, digest } = use;
  const restarts = trouble ? 0 : restartsOf(pod);
  const details = [
    ...(trouble ? [troubleShort(trouble)] : []),
    // a failing pod does not run what was pushed, and that it has the image is in the tooltip
    ...(trouble && use.verdict === 'current' ? [] : [verdictText(use)]),
    ...(restarts > 0 ? [workloadTexts.restarts(restarts)] : []),
  ];
  const description = safeText(details.join(' · '));
  return {
    id: `${id} pod ${context} ${pod.namespace} ${pod.name}`,
    label: safeText(pod.name),
    description,
    ...podIcon(use, trouble),
    tooltip: safeLines([
      pod.name,
      workloadTexts.namespaceOf(pod.namespace, context),
      ...(trouble ? troubleLines(trouble) : []),
      verdictText(use),
      ...(digest === undefined ? [] : [digestLine(digest)]),
    ]),
    contextValue: 'pod logs describable',
    spoken: workloadTexts.spoken('Pod', pod.name, spokenList(description)),
  };
}

function podIcon({ verdict }: PodUse, trouble: ContainerTrouble | undefined): Pick<Item, 'icon' | 'color'> {
  if (trouble) {
    return isHeld(trouble) ? held : failure;
  }
  return verdict === 'current' ? passed : verdict === 'other' ? other : { icon: 'question' };
}

/** How often a container of a pod that runs now was started again after a failure. */
function restartsOf({ containers }: Pod): number {
  return containers.reduce(
    (most, { restarts, terminated }) =>
      terminated !== undefined && terminated.exitCode !== 0 ? Math.max(most, restarts) : most,
    0,
  );
}

function verdictText({ verdict, digest, mounted }: PodUse): string {
  if (mounted) {
    return workloadTexts.podMounts();
  }
  switch (verdict) {
    case 'current':
      return workloadTexts.podRuns();
    case 'other':
      return workloadTexts.podRunsOther();
    case 'unknown':
      return digest === undefined ? workloadTexts.podWaits() : workloadTexts.podUnknown();
  }
}

/** Whether a workload references the image of the row by the same tag or digest. */
export function isNamedBy(id: string, { tag, digest }: ImageReference): boolean {
  const own = parseReference(id);
  if (!own.ok) {
    return false;
  }
  return digest === own.value.digest && (digest !== undefined || (tag ?? 'latest') === (own.value.tag ?? 'latest'));
}

/** The tag and the digest in short. */
export function tagText({ tag, digest }: ImageReference): string {
  return [tag ?? (digest === undefined ? 'latest' : undefined), digest && shortDigest(digest)]
    .filter(Boolean)
    .join(' ');
}
