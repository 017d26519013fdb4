import { EventEmitter, type Event } from 'vscode';
import { type ClusterPlatforms, type Toleration } from '../../../domain/cluster/cluster.ts';
import { clusterTargets } from '../../../domain/cluster/chosen/clusterTargets.ts';
import type { Clusters } from '../../../services/clusters/clusters.ts';
import type { KubeContexts } from '../../../services/clusters/contexts.ts';
import type { ClusterAnswers } from './clusterAnswers.ts';
import { answerAfter } from '../../../domain/cluster/chosen/answerAfter.ts';
import type { ClusterChoice } from './clusterChoice.ts';
import { disposeAll } from '../../shared/disposeAll.ts';

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
  /** In the order of the selection. Reads files only; contacts no cluster. */
  readonly chosen: readonly ChosenCluster[];
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
  /** The tolerations of the workloads in the workspace. */
  readonly tolerations: () => Promise<readonly Toleration[]>;
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
  const { clusters, choice, answers, tolerations, declared, isTrusted, watch, now } = deps;
  const changes = new EventEmitter<void>();
  const kubeconfigChanges = new EventEmitter<void>();
  const asked = new Map<string, number>();
  let contexts: KubeContexts | undefined;
  let watched: { readonly files: string; readonly watcher: { dispose(): unknown } } | undefined;
  let disposed = false;

  function describe(context: string): ChosenCluster {
    const answer = answers.get(context);
    return {
      context,
      known: answer?.known,
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
  async function ask(
    context: string,
    tolerated: Promise<readonly Toleration[]>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    count(context, 1);
    try {
      const known = await clusters.read(context, { signal, tolerations: await tolerated, declared: declared() });
      await answers.set(context, answerAfter(answers.get(context), known, now()), [...choice.contexts, context]);
    } finally {
      count(context, -1);
    }
  }

  async function refresh(wanted: readonly string[], signal?: AbortSignal): Promise<readonly ChosenCluster[]> {
    if (isTrusted() && wanted.length > 0) {
      const tolerated = tolerations();
      await Promise.all([readContexts(), ...wanted.map((context) => ask(context, tolerated, signal))]);
    }
    return wanted.map(describe);
  }

  return {
    onDidChange: changes.event,
    onDidChangeKubeconfig: kubeconfigChanges.event,
    get chosen() {
      return choice.contexts.map(describe);
    },
    get targets() {
      return clusterTargets(choice.contexts.flatMap((context) => answers.get(context)?.known ?? []));
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
      disposeAll([watched?.watcher, changes, kubeconfigChanges]);
    },
  };
}

/** An unreadable file may contain it. */
function isGone(context: string, known: KubeContexts | undefined): boolean {
  return known?.problems.length === 0 && !known.contexts.some(({ name }) => name === context);
}
