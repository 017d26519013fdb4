import { hasNodes } from '../../../domain/cluster/chosen/hasNodes.ts';
import { refreshLater } from '../../builders/refreshLater.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { platformActionTexts } from '../texts/clusters.ts';
import type { ClusterCommand, ClusterCommandDeps } from './deps.ts';
import { tellNoneChosen } from './tellNoneChosen.ts';

/** `Check Clusters Again`: queries all selected clusters, or the one of the row, and the builder that is compared with them. */
export function refresh({ clusters, builders }: ClusterCommandDeps): ClusterCommand {
  return async (element) => {
    if (clusters.chosen.length === 0) {
      await tellNoneChosen();
      return;
    }
    refreshLater(builders);
    tell(await clusters.refresh(element?.context === undefined ? {} : { context: element.context }));
  };
}

/** The rows show more, but the command also runs while they are hidden. */
function tell(asked: readonly ChosenCluster[]): void {
  const names = (clusters: readonly ChosenCluster[]) => clusters.map(({ context }) => context).join(', ');
  const failed = asked.filter(({ known }) => !hasNodes(known));
  const { checked, notChecked } = platformActionTexts;
  showStatus(failed.length === 0 ? checked(names(asked)) : notChecked(names(failed)), 5000);
}
