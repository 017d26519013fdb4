import { refreshLater } from '../../builders/refreshLater.ts';
import type { ClusterCommand, ClusterCommandDeps } from './deps.ts';

/** `Check Clusters Again`: all that were chosen, or the one of the row; and the builder that is compared with them. */
export function refresh({ clusters, builders }: ClusterCommandDeps): ClusterCommand {
  return async (element) => {
    refreshLater(builders);
    await clusters.refresh(element?.context === undefined ? {} : { context: element.context });
  };
}
