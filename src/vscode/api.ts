import { CancellationError, type CancellationToken, workspace } from 'vscode';
import { howOn, statusOf, type Builder, type BuilderNode } from '../domain/builder.ts';
import type { BuildRequest } from '../domain/buildRequest.ts';
import type { BuildReport } from '../domain/buildReport.ts';
import type { ClusterPlatforms, ClusterState } from '../domain/cluster.ts';
import type { Coverage } from '../domain/coverage.ts';
import { DiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { formatPlatform, readWanted, type Platform } from '../domain/platform.ts';
import { route, type Route } from '../domain/route.ts';
import type { Builders } from '../services/builders/builders.ts';
import type { BuilderListing } from '../services/builders/listing/listing.ts';
import type { Images, InspectedImage } from '../services/images.ts';
import { isCancelled } from '../tools/process/errors.ts';
import type { ClusterModel } from './clusters/clusterModel.ts';
import { fateOf } from './images/fate.ts';
import { requireTrust } from './requireTrust.ts';
import { settings } from './settings.ts';
import type { TaskRunner } from './tasks/taskRunner.ts';
import { explain as sentence } from './texts/diagnosis.ts';
import { platformProblemText } from './texts/wizard.ts';
import { l10n } from './shared/l10n.ts';

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
 * `code` is one of the diagnosis codes; a cancelled call with VS Code's `CancellationError`.
 */
export interface MultiArchApi {
  readonly version: 1;
  /** Reads what a registry holds under a reference. */
  readonly inspectImage: (reference: string, token?: CancellationToken) => Promise<InspectedImage>;
  /** All builders that Docker knows, its default first; a platform whose emulator is gone is left out. */
  readonly builders: (token?: CancellationToken) => Promise<readonly ApiBuilder[]>;
  /**
   * Which node of a builder would build what, and how, as buildx decides it; without a name, the builder that a build here
   * would use. `node` is absent while one that is not running may take the platform; `unknown` while nobody can tell how.
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

export function createApi(deps: {
  readonly images: Images;
  readonly listing: Pick<BuilderListing, 'list'>;
  readonly builders: Pick<Builders, 'inUse'>;
  readonly clusters: Pick<ClusterModel, 'refresh'>;
  /** What the builder in use, whose engine a local cluster shares, runs by emulation. */
  readonly emulated: () => readonly string[];
  readonly tasks: TaskRunner;
  readonly explain: (error: unknown) => DiagnosedError;
}): MultiArchApi {
  const { images, listing, builders, clusters, emulated, tasks, explain } = deps;

  async function askClusters(signal: AbortSignal): Promise<readonly ClusterPlatforms[]> {
    return (await clusters.refresh({ signal })).flatMap(({ known }) => known ?? []);
  }

  async function abortable<T>(
    token: CancellationToken | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController();
    const listener = token?.onCancellationRequested(() => {
      abort.abort();
    });
    if (token?.isCancellationRequested) {
      abort.abort();
    }
    try {
      return await work(abort.signal);
    } catch (error) {
      if (isCancelled(error)) {
        throw new CancellationError();
      }
      throw explain(error);
    } finally {
      listener?.dispose();
    }
  }

  return {
    version: 1,
    inspectImage: (reference, token) =>
      abortable(token, (signal) => {
        requireTrust();
        return images.inspect(reference, { signal });
      }),
    builders: (token) =>
      abortable(token, async (signal) => {
        requireTrust();
        return (await listing.list({ signal })).map(publishBuilder);
      }),
    route: (platforms, builder, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const wanted = platformsOf(platforms);
        const name = builder ?? settings.builder(workspace.workspaceFolders?.[0]?.uri);
        return route(wanted, await builders.inUse(name, signal));
      }),
    clusterPlatforms: (token) =>
      abortable(token, async (signal) => {
        requireTrust();
        return (await askClusters(signal)).map(publishCluster);
      }),
    coverage: (reference, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const [image, chosen] = await Promise.all([
          images.inspect(reference, { signal }),
          clusters.refresh({ signal }),
        ]);
        return fateOf(image, chosen, emulated());
      }),
    build: (request, token) =>
      abortable(token, async (signal) => {
        requireTrust();
        const folder = workspace.workspaceFolders?.[0];
        if (folder === undefined) {
          throw new DiagnosedError(diagnosisOf('contextMissing'));
        }
        return publish(await tasks.run(request, folder, { signal, unattended: true }));
      }),
  };
}

/** Other extensions may pass anything. */
function platformsOf(texts: unknown): readonly Platform[] {
  if (!Array.isArray(texts)) {
    throw new DiagnosedError(diagnosisOf('invalidRequest', { detail: l10n.t('a list of platforms is needed') }));
  }
  return texts.map((text: unknown) => {
    const parsed = readWanted(typeof text === 'string' ? text : '');
    if (!parsed.ok) {
      throw new DiagnosedError(diagnosisOf('invalidRequest', { detail: platformProblemText(parsed.problem) }));
    }
    return parsed.value;
  });
}

function publishBuilder(builder: Builder): ApiBuilder {
  const { name, driver, current = false, error, damagedFile, nodes } = builder;
  const problem = error ?? (damagedFile === undefined ? undefined : l10n.t('{0} cannot be read', damagedFile));
  return {
    name,
    driver,
    current,
    status: statusOf(builder),
    ...(problem !== undefined && { error: problem }),
    nodes: nodes.map(publishNode),
  };
}

function publishNode(node: BuilderNode): ApiNode {
  const { name, endpoint, status, error, version, native } = node;
  return {
    name,
    endpoint,
    status,
    ...(error !== undefined && { error }),
    ...(version !== undefined && { version }),
    ...(native && { native: formatPlatform(native) }),
    platforms: node.platforms.flatMap(({ platform, pinned }) => {
      const how = howOn(node, platform);
      return how === 'native' || how === 'emulated' ? [{ platform: formatPlatform(platform), how, pinned }] : [];
    }),
  };
}

function publishCluster({ context, state, problem, local, groups }: ClusterPlatforms): ApiCluster {
  return {
    context,
    state,
    ...(problem && { error: sentence(problem).message }),
    local,
    groups: groups.map(({ platform, nodes, eligible, taints }) => ({ platform, nodes, eligible, taints })),
  };
}

function publish({ failure, ...report }: BuildReport): ApiBuildReport {
  if (!failure) {
    return report;
  }
  const line = failure.location?.line;
  return {
    ...report,
    failure: {
      code: failure.code,
      message: sentence(failure).message,
      ...(line !== undefined && { line }),
      remedies: failure.remedies.map(({ id }) => id),
    },
  };
}
