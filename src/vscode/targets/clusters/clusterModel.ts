import { EventEmitter, type Event } from 'vscode';
import { type ClusterPlatforms } from '../../../domain/cluster/cluster.ts';
import type { AskedCluster } from '../../../domain/cluster/chosen/asked.ts';
import type { ImageUse } from '../../../domain/coverage/imageUse.ts';
import { clusterTargets } from '../../../domain/cluster/chosen/clusterTargets.ts';
import type { Clusters } from '../../../services/clusters/clusters.ts';
import type { KubeContexts } from '../../../services/clusters/contexts.ts';
import type { ClusterAnswers } from './clusterAnswers.ts';
import { answerAfter } from '../../../domain/cluster/chosen/answerAfter.ts';
import type { ClusterChoice } from './clusterChoice.ts';
import { disposeAll } from '../../shared/disposeAll.ts';
import { createPlacedClusters } from './placedClusters.ts';
import type { WorkloadUses } from './workloadUses.ts';

/** A selected context, and the information about it. */
export interface ChosenCluster {
  readonly context: string;
  /** The last answer, possibly from an earlier session; undefined before the first one. */
  readonly known: ClusterPlatforms | undefined;
  /** When that answer arrived: milliseconds since 1970. */
  readonly at: number | undefined;
  /** When the nodes in `known` were read; earlier than `at` if the cluster has not responded since. */
  readonly readAt: number | undefined;
  /** A query is running. */
  readonly asking: boolean;
  /** The kubeconfig has no context with that name. */
  readonly gone: boolean;
}

/** The selected clusters of this workspace, shared by status bar, view, picks, commands and API. */
export interface ClusterModel {
  /** Another selection, a new answer, or a changed kubeconfig. */
  readonly onDidChange: Event<void>;
  /** The kubeconfig changed after clusters were selected. */
  readonly onDidChangeKubeconfig: Event<void>;
  /**
   * In the order of the selection. Eligible are the nodes that the workloads of images built here may run on. Reads files only; contacts no
   * cluster.
   */
  readonly chosen: readonly ChosenCluster[];
  /** The same, with the nodes that these workloads may run on; without any, with all that repel no workload of the workspace. */
  placedFor(uses: readonly ImageUse[]): readonly AskedCluster[];
  /** The platforms that the eligible nodes of all selected clusters need, as far as known; most nodes first. */
  readonly targets: readonly string[];
  /** Whether the selection is a setting (`multiarch.clusters`) and not remembered for this workspace. */
  readonly bySetting: boolean;
  /** Selects contexts and queries the new ones at once, because the user has just selected them. */
  choose(contexts: readonly string[]): Promise<void>;
  /** Queries all selected contexts, or a single one; concurrent calls share the answer. Rejects only if canceled. */
  refresh(options?: { readonly context?: string; readonly signal?: AbortSignal }): Promise<readonly ChosenCluster[]>;
  /** Reads the kubeconfig files of the selection again; local. */
  readContexts(): Promise<void>;
  /** Announces that the settings select other clusters. */
  settingChanged(): void;
  dispose(): void;
}

export interface ClusterModelDeps {
  readonly clusters: Pick<Clusters, 'contexts' | 'read'>;
  readonly choice: ClusterChoice;
  readonly answers: ClusterAnswers;
  readonly uses: Pick<WorkloadUses, 'built' | 'tolerations' | 'refresh' | 'onDidChange'>;
  /** `multiarch.clusterPlatforms` */
  readonly declared: () => Readonly<Record<string, readonly string[]>>;
  /** No queries run in an untrusted workspace. */
  readonly isTrusted: () => boolean;
  /** Calls back when one of these files changes, until disposed of. */
  readonly watch: (files: readonly string[], changed: () => void) => { dispose(): unknown };
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export function createClusterModel(deps: ClusterModelDeps): ClusterModel {
  const { clusters, choice, answers, uses, declared, isTrusted, watch, now } = deps;
  const changes = new EventEmitter<void>();
  const kubeconfigChanges = new EventEmitter<void>();
  const asked = new Map<string, number>();
  let contexts: KubeContexts | undefined;
  let watched: { readonly files: string; readonly watcher: { dispose(): unknown } } | undefined;
  let disposed = false;
  const place = createPlacedClusters(() => uses.tolerations);
  const listener = uses.onDidChange(() => {
    changes.fire();
  });

  function knownOf(context: string, workloads: readonly ImageUse[]): ClusterPlatforms | undefined {
    const known = answers.get(context)?.known;
    return known && place(known, workloads);
  }

  function describe(context: string): ChosenCluster {
    const answer = answers.get(context);
    return {
      context,
      known: knownOf(context, uses.built),
      at: answer?.at,
      readAt: answer?.readAt,
      asking: asked.has(context),
      gone: isGone(context, contexts),
    };
  }

  async function readContexts(): Promise<void> {
    if (choice.contexts.length === 0) {
      return;
    }
    contexts = await clusters.contexts();
    const files = contexts.files.join('\n');
    if (!disposed && watched?.files !== files) {
      watched?.watcher.dispose();
      watched = { files, watcher: watch(contexts.files, () => void kubeconfigChanged()) };
    }
    changes.fire();
  }

  async function kubeconfigChanged(): Promise<void> {
    await readContexts();
    kubeconfigChanges.fire();
  }

  function count(context: string, by: 1 | -1): void {
    const waiting = (asked.get(context) ?? 0) + by;
    if (waiting > 0) {
      asked.set(context, waiting);
    } else {
      asked.delete(context);
    }
    changes.fire();
  }

  /** The service shares a pending answer; each caller waits with its own signal. */
  async function ask(context: string, files: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
    count(context, 1);
    try {
      await files;
      const { tolerations } = uses;
      const known = await clusters.read(context, { signal, tolerations, declared: declared() });
      await answers.set(context, answerAfter(answers.get(context), known, now()), [...choice.contexts, context]);
    } finally {
      count(context, -1);
    }
  }

  async function refresh(wanted: readonly string[], signal?: AbortSignal): Promise<readonly ChosenCluster[]> {
    if (isTrusted() && wanted.length > 0) {
      const files = uses.refresh();
      await Promise.all([readContexts(), ...wanted.map((context) => ask(context, files, signal))]);
    }
    return wanted.map(describe);
  }

  return {
    onDidChange: changes.event,
    onDidChangeKubeconfig: kubeconfigChanges.event,
    get chosen() {
      return choice.contexts.map(describe);
    },
    placedFor: (workloads) => choice.contexts.map((context) => ({ context, known: knownOf(context, workloads) })),
    get targets() {
      return clusterTargets(choice.contexts.flatMap((context) => knownOf(context, uses.built) ?? []));
    },
    get bySetting() {
      return choice.bySetting;
    },
    async choose(wanted) {
      const former = choice.contexts;
      await choice.choose(wanted);
      changes.fire();
      // failures are part of the answer
      refresh(wanted.filter((context) => !former.includes(context))).catch(() => undefined);
    },
    refresh: ({ context, signal } = {}) =>
      refresh(
        choice.contexts.filter((each) => context === undefined || each === context),
        signal,
      ),
    readContexts,
    settingChanged: () => {
      changes.fire();
    },
    dispose() {
      disposed = true;
      disposeAll([listener, watched?.watcher, changes, kubeconfigChanges]);
    },
  };
}

/** An unreadable file may contain it. */
function isGone(context: string, known: KubeContexts | undefined): boolean {
  return known?.problems.length === 0 && !known.contexts.some(({ name }) => name === context);
}
