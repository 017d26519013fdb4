import type { UseFate } from '../../../domain/coverage/imageFate.ts';
import type { ContainerTrouble } from '../../../domain/workload/trouble.ts';
import { usesOf, type Pushed, type WorkloadUse } from '../../../domain/workload/uses.ts';
import type { Pod } from '../../../domain/workload/workload.ts';
import type { KnownWorkloads } from '../workloadModel.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import { workloadTexts } from '../texts.ts';
import type { InClustersElement, PodElement, WorkloadElement, WorkloadsRow } from './elements.ts';

/** What is wrong with a pod of a context, as far as known. @param id the image */
export type JudgePod = (id: string, context: string, pod: Pod) => ContainerTrouble | undefined;

/**
 * The rows below “In the clusters”: one per workload, or why a cluster did not respond.
 *
 * @param fates how the image would run in the workloads that use it
 */
export function clusterRows(
  { id, repository, contexts }: InClustersElement,
  clusters: readonly KnownWorkloads[],
  pushed: Pushed | undefined,
  judge: JudgePod,
  fates: readonly UseFate[] = [],
): readonly WorkloadsRow[] {
  return clusters.flatMap((cluster) =>
    rowsOf(cluster, { id, repository, severalContexts: contexts.length > 1, pushed, judge, fates }),
  );
}

interface RowFacts {
  readonly id: string;
  readonly repository: string;
  readonly severalContexts: boolean;
  readonly pushed: Pushed | undefined;
  readonly judge: JudgePod;
  readonly fates: readonly UseFate[];
}

function rowsOf(
  { context, answer }: KnownWorkloads,
  { id, repository, severalContexts, pushed, judge, fates }: RowFacts,
): readonly WorkloadsRow[] {
  if (answer === undefined) {
    return [{ kind: 'message', text: workloadTexts.asking(context), icon: 'loading~spin' }];
  }
  if ('problem' in answer) {
    const { message, advice } = failureText(answer.problem);
    const tooltip = [message, advice].filter(Boolean).join(' ');
    return [{ kind: 'message', text: message, icon: 'error', tooltip }];
  }
  const { onlyNamespace, withoutPods = false } = answer;
  const rows = usesOf(answer, repository, pushed).map((use): WorkloadElement => {
    const { kind, name } = use.workload;
    const fate = fates.find((each) => each.use.context === context && each.use.kind === kind && each.use.name === name);
    const troubles = use.pods.flatMap(({ pod }) => judge(id, context, pod) ?? []);
    return { kind: 'workload', id, context, severalContexts, use, troubles, withoutPods, ...(fate && { fate }) };
  });
  if (rows.length === 0) {
    const text =
      onlyNamespace === undefined ? workloadTexts.none(context) : workloadTexts.noneIn(context, onlyNamespace);
    return [{ kind: 'message', text }];
  }
  return onlyNamespace === undefined
    ? rows
    : [...rows, { kind: 'message', text: workloadTexts.onlyNamespace(context, onlyNamespace) }];
}

/** The row below an image that offers to select clusters. */
export function noClustersRow(): WorkloadsRow {
  return {
    kind: 'message',
    text: workloadTexts.noClusters(),
    tooltip: workloadTexts.noClustersMore(),
    icon: 'server-environment',
    contextValue: 'noClusters',
  };
}

/** The pods of a workload. */
export function podRows({ id, context, use }: WorkloadElement, judge: JudgePod): readonly PodElement[] {
  return use.pods.map((each) => ({ kind: 'pod', id, context, use: each, trouble: judge(id, context, each.pod) }));
}

/** Whether the digests of the image's configurations are needed, because pods report nothing else. */
export function wantsConfigs(rows: readonly WorkloadsRow[]): boolean {
  const uses: readonly WorkloadUse[] = rows.flatMap((row) => (row.kind === 'workload' ? [row.use] : []));
  return uses.some(({ pods }) => pods.some(({ verdict, digest }) => verdict === 'unknown' && digest !== undefined));
}
