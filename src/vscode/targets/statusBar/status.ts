import type { Architecture } from '../../../domain/cluster/architecture.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';

/** All that the status bar tells of. */
export interface ArchitectureStatus {
  readonly architecture: Architecture;
  /** Name of the builder that a build would use, as far as that is known. */
  readonly builder: string | undefined;
  /** Whether `DOCKER_DEFAULT_PLATFORM` says what a build makes, and not the builder. */
  readonly byVariable: boolean;
  readonly chosen: readonly ChosenCluster[];
  /** When the image that covers the clusters was pushed: milliseconds since 1970. */
  readonly pushedAt: number | undefined;
}
