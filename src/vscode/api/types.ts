import type { CancellationToken } from 'vscode';
import type { BuildReport } from '../../domain/build/report.ts';
import type { BuildRequest } from '../../domain/build/request.ts';
import type { ClusterState } from '../../domain/cluster/cluster.ts';
import type { Coverage } from '../../domain/cluster/coverage.ts';
import type { InspectedImage } from '../../domain/image/describe.ts';
import type { Route } from '../../domain/builder/route.ts';

/** A build as other extensions see it: plain JSON data. Times in milliseconds, sizes in bytes. */
export type ApiBuildReport = Omit<BuildReport, 'failure'> & {
  readonly failure?: {
    readonly code: string;
    readonly message: string;
    readonly line?: number;
    readonly remedies: readonly string[];
  };
};

/** A builder as other extensions see it: plain JSON data, platforms as strings such as `linux/arm64`. */
export interface ApiBuilder {
  readonly name: string;
  /** docker, docker-container, kubernetes, remote, cloud; empty when buildx could not load the builder. */
  readonly driver: string;
  /** Docker's default. */
  readonly current: boolean;
  readonly status: string;
  readonly error?: string;
  readonly nodes: readonly ApiNode[];
}

export interface ApiNode {
  readonly name: string;
  readonly endpoint: string;
  readonly status: string;
  readonly error?: string;
  readonly version?: string;
  /** What its processor runs by itself; absent where that is not known for certain. */
  readonly native?: string;
  readonly platforms: readonly {
    readonly platform: string;
    readonly how: 'native' | 'emulated';
    readonly pinned: boolean;
  }[];
}

/** The platforms of a selected cluster as other extensions see them: plain JSON data. */
export interface ApiCluster {
  readonly context: string;
  readonly state: ClusterState;
  /** Why it could not be read, in the user's language. */
  readonly error?: string;
  /** A cluster on this machine, whose engine may emulate. */
  readonly local: boolean;
  readonly groups: readonly {
    readonly platform: string;
    readonly nodes: number;
    /** How many of them are eligible for pods of this workspace. */
    readonly eligible: number;
    readonly taints: readonly string[];
  }[];
}

/** How an image would run on the nodes of the selected clusters: plain JSON data. */
export type ApiCoverage = Coverage & {
  /**
   * The same for each workload that uses the image, in files of the workspace and in clusters as far as they were read. `state` and `groups` are
   * then about the nodes that at least one of them may run on. Absent if no workload uses it: then they are about all eligible nodes.
   */
  readonly workloads?: readonly {
    /** Such as `Deployment`. */
    readonly kind: string;
    readonly name: string;
    /** The cluster that runs it; absent for a file of the workspace. */
    readonly context?: string;
    /** `nowhere`: no node accepts its pods. */
    readonly state: Coverage['state'] | 'nowhere';
    readonly groups: Coverage['groups'];
    /** Its pods are not scheduled before these scheduling gates are removed. */
    readonly gates?: readonly string[];
  }[];
};

/**
 * What `activate` returns, version 1. It may grow, but existing members keep their meaning. A failure rejects with an `Error` whose `code`
 * is one of the diagnosis codes and whose message is in the user's language; a canceled call rejects with VS Code's `CancellationError`.
 */
export interface MultiArchApi {
  readonly version: 1;
  /** Reads the contents of a reference from its registry. */
  readonly inspectImage: (reference: string, token?: CancellationToken) => Promise<InspectedImage>;
  /** All builders that Docker knows, its default first; omits platforms whose emulator is no longer installed. */
  readonly builders: (token?: CancellationToken) => Promise<readonly ApiBuilder[]>;
  /**
   * Which node of a builder would build each platform, and how, according to buildx's rules. By default, uses the builder that a build here
   * would use. `node` is absent if a node that is not running may take the platform; `unknown` if it cannot be determined.
   */
  readonly route: (
    platforms: readonly string[],
    builder?: string,
    token?: CancellationToken,
  ) => Promise<readonly Route[]>;
  /** Queries the nodes of the selected clusters. A cluster that cannot be read is part of the answer. */
  readonly clusterPlatforms: (token?: CancellationToken) => Promise<readonly ApiCluster[]>;
  /**
   * How an image would run on the nodes of the selected clusters, which are queried again, judged by the workloads that use it. Checks the
   * start programs of what the nodes pull, within 100 MB per platform and 20 seconds for all; beyond that, it relies on the platforms in the
   * registry.
   */
  readonly coverage: (reference: string, token?: CancellationToken) => Promise<ApiCoverage>;
  /** Builds in the task terminal, like the task type `multiarch`. A failed build resolves with `ok: false` and the failure. */
  readonly build: (request: BuildRequest, token?: CancellationToken) => Promise<ApiBuildReport>;
}
