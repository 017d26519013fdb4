import { refreshLater } from '../../builders/refreshLater.ts';
import type { ClusterCommand, ClusterCommandDeps } from './deps.ts';

/** `Check Clusters Again`: queries all selected clusters, or the one of the row, and the builder that is compared with them. */
export function refresh({ clusters, builders }: ClusterCommandDeps): ClusterCommand {
  return async (element) => {
    refreshLater(builders);
    await clusters.refresh(element?.context === undefined ? {} : { context: element.context });
  };
}
