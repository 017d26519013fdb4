import type { ImageUse } from '../../../domain/coverage/imageUse.ts';
import type { Architecture } from '../../../domain/cluster/architecture.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';

/** The information in the status bar. */
export interface ArchitectureStatus {
  readonly architecture: Architecture;
  /** Name of the builder that a build would use, if known. */
  readonly builder: string | undefined;
  /** Whether `DOCKER_DEFAULT_PLATFORM` determines the platform, instead of the builder. */
  readonly byVariable: boolean;
  readonly chosen: readonly ChosenCluster[];
  /** The workloads that it is judged by; empty if all eligible nodes count. */
  readonly uses: readonly ImageUse[];
  /** What the clusters need and builds here would omit, because other target platforms are set. */
  readonly unticked: readonly string[];
  /** When the image that covers the clusters was pushed: milliseconds since 1970. */
  readonly pushedAt: number | undefined;
}
