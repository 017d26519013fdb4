import type { MissingPlatform } from '../../../domain/coverage/imageFate.ts';
import { isLocalCluster } from '../../../domain/cluster/localCluster.ts';
import { looksLikeProduction } from '../../../domain/cluster/production.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import type { WorkloadUse } from '../../../domain/workload/uses.ts';
import type { KubeContexts } from '../../../services/clusters/contexts.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import type { ChosenWorkload } from '../pickWorkload.ts';
import { workloadActionTexts as texts, workloadName, workloadTexts } from '../texts.ts';
import { isNamedBy } from '../view/items.ts';

export interface AskDeps {
  readonly contexts: () => Promise<KubeContexts>;
  /** The platforms that nodes for a workload have and its image lacks, as far as known. */
  readonly missing: (chosen: ChosenWorkload) => readonly MissingPlatform[];
}

/**
 * Asks before a restart that fails where the image lacks a platform, that changes nothing, or that others may notice: of a cluster that is
 * not on this machine. Resolves to whether to go on.
 */
export async function mayRestart(
  { contexts, missing }: AskDeps,
  chosen: ChosenWorkload,
  use: WorkloadUse | undefined,
): Promise<boolean> {
  const { named, context, workload } = chosen;
  const { namespace } = workload;
  const entry = (await contexts()).contexts.find(({ name }) => name === context);
  const server = entry?.server;
  const isLocal = isLocalCluster({ context, ...(server !== undefined && { server }) });
  const isProduction = looksLikeProduction([context, entry?.cluster, namespace]);
  // a workload that uses another tag or digest has another image
  const isThisImage = use === undefined || use.references.some((reference) => isNamedBy(named.id, reference));
  const lacking = isThisImage ? missing(chosen) : [];
  const isPinned = use?.pinned === true;
  if (isLocal && !isProduction && !isPinned && lacking.length === 0) {
    return true;
  }
  const name = workloadName(workload);
  const detail: readonly SafeText[] = [
    texts.where(context, namespace),
    ...(isLocal || isProduction ? [] : [texts.remote()]),
    ...(lacking.some(({ how }) => how === 'does-not-pull') ? [texts.lacksNotPulled()] : []),
    ...(lacking.some(({ how }) => how === 'crashes') ? [texts.lacksCrashes()] : []),
    ...(isPinned ? [workloadTexts.pinnedMore()] : use?.keepsTag ? [workloadTexts.keepsTagMore()] : []),
  ];
  const question = isProduction
    ? texts.productionQuestion(name)
    : lacking.length > 0
      ? texts.lacksQuestion(name, lacking.map(({ platform }) => platform).join(', '))
      : isPinned
        ? texts.pinnedQuestion(name)
        : texts.remoteQuestion(name);
  const yes = texts.yes();
  return (await showWarning(question, { modal: true, detail }, yes)) === yes;
}
