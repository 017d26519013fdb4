import type { ClusterCommand, ClusterCommandDeps } from './deps.ts';

/** `Remove from Target Clusters`. */
export function forget({ clusters }: Pick<ClusterCommandDeps, 'clusters'>): ClusterCommand {
  return async (element) => {
    const left = clusters.chosen.map(({ context }) => context).filter((context) => context !== element?.context);
    await clusters.choose(left);
  };
}
