import type { Architecture } from '../../domain/cluster/architecture.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';

/** All that the status bar tells of. */
export interface ArchitectureStatus {
  readonly architecture: Architecture;
  /** Name of the builder that a build would use, as far as that is known. */
  readonly builder: string | undefined;
  readonly chosen: readonly ChosenCluster[];
  /** When the image that covers the clusters was pushed: milliseconds since 1970. */
  readonly pushedAt: number | undefined;
}
