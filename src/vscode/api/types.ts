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

/** What a chosen cluster runs on, as other extensions see it: plain JSON data. */
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
    /** How many of them take pods of this workspace. */
    readonly eligible: number;
    readonly taints: readonly string[];
  }[];
}

/**
 * What `activate` returns, version 1. It may grow, and never changes its meaning. A failure rejects with an `Error` whose
 * `code` is one of the diagnosis codes and whose message is a sentence in the user's language; a cancelled call with VS Code's `CancellationError`.
 */
export interface MultiArchApi {
  readonly version: 1;
  /** Reads what a registry holds under a reference. */
  readonly inspectImage: (reference: string, token?: CancellationToken) => Promise<InspectedImage>;
  /** All builders that Docker knows, its default first; a platform whose emulator is gone is left out. */
  readonly builders: (token?: CancellationToken) => Promise<readonly ApiBuilder[]>;
  /**
   * Which node of a builder would build what, and how, as buildx decides it; without a name, the builder that a build here
   * would use. `node` is absent while one that is not running may take the platform; `unknown` while that cannot be told.
   */
  readonly route: (
    platforms: readonly string[],
    builder?: string,
    token?: CancellationToken,
  ) => Promise<readonly Route[]>;
  /** Asks the chosen clusters what their nodes run. A cluster that cannot be read is part of the answer. */
  readonly clusterPlatforms: (token?: CancellationToken) => Promise<readonly ApiCluster[]>;
  /**
   * What would become of an image on the nodes of the chosen clusters, which are asked anew. Goes by what the registry says
   * that the image is; nothing is looked for inside of it.
   */
  readonly coverage: (reference: string, token?: CancellationToken) => Promise<Coverage>;
  /** Builds in the task terminal, as the task type `multiarch` does. A failed build resolves, with `ok: false` and the failure. */
  readonly build: (request: BuildRequest, token?: CancellationToken) => Promise<ApiBuildReport>;
}
