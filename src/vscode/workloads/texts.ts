import { text, type SafeText } from '../../domain/safeText.ts';
import type { Workload } from '../../domain/workload/workload.ts';
import { l10n } from '../shared/l10n.ts';

/** The texts of the view about workloads that use an image. */
export const workloadTexts = {
  title: () => l10n.t('In the clusters'),
  more: () =>
    l10n.t('What the selected clusters run of this image. The clusters are contacted when you expand this row.'),
  noClusters: () => l10n.t('No cluster is selected'),
  noClustersMore: () =>
    l10n.t('Choose clusters to see which platforms they need that the image lacks, and which workloads use it.'),
  asking: (context: string) => l10n.t('Checking {0}…', context),
  none: (context: string) => l10n.t('No workload in {0} uses it', context),
  noneIn: (context: string, namespace: string) =>
    l10n.t('No workload in the namespace {1} of {0} uses it; no permission to list the others', context, namespace),
  onlyNamespace: (context: string, namespace: string) =>
    l10n.t('No permission to list anything in {0} except the namespace {1}', context, namespace),
  withoutPods: () => l10n.t('no permission to list pods'),
  runs,
  failing: (failing: number, all: number) =>
    all === 1 ? l10n.t('its pod is failing') : l10n.t('{0} of {1} pods failing', failing, all),
  noPods: () => l10n.t('no pods'),
  podRuns: () => l10n.t('uses the pushed image'),
  podRunsOther: () => l10n.t('uses another image'),
  podUnknown: () => l10n.t('image unknown'),
  podWaits: () => l10n.t('no image pulled yet'),
  podMounts: () => l10n.t('mounts it as a volume'),
  restarts: (count: number) => (count === 1 ? l10n.t('restarted after a crash') : l10n.t('restarted {0} times', count)),
  uses: (reference: string) => l10n.t('uses {0}', reference),
  pinned: () => l10n.t('pinned'),
  pinnedMore: () =>
    l10n.t('It references the image by its digest. A restart changes nothing, but a new digest in its manifest does.'),
  keepsTagMore: () =>
    l10n.t(
      'Nodes that have this tag do not request it from the registry again (imagePullPolicy). A restart may start the previous image.',
    ),
  onDeleteMore: () => l10n.t('Its pods are replaced only when they are deleted (OnDelete).'),
  cronJobMore: () => l10n.t('Its next run starts new pods.'),
  ownedBy: (kind: string, name: string) => l10n.t('Managed by {0} {1}', kind, name),
  namespaceOf: (namespace: string, context: string) => l10n.t('Namespace {0} of {1}', namespace, context),
  spoken: (kind: string, name: string, details: string) => l10n.t('{0} {1}: {2}', kind, name, details),
};

/** The texts of the workload commands. */
export const workloadActionTexts = {
  restartTitle: () => l10n.t('Restart Workload'),
  logsTitle: () => l10n.t('Show Workload Logs'),
  which: () => l10n.t('Select the workloads'),
  noneUse: (contexts: string, image: string) => l10n.t('No workload in {0} uses {1}.', contexts, image),
  notRestartable: (workload: string) =>
    l10n.t('{0} cannot be restarted: only Deployments, StatefulSets and DaemonSets can.', workload),
  knativeReverts: (workload: string) =>
    l10n.t('{0} cannot be restarted, because Knative reverts that. Deploy a new revision instead.', workload),
  noLogs: (workload: string) => l10n.t('{0} has no pods whose logs can be shown.', workload),
  productionQuestion: (workload: string) => l10n.t('Restart {0}? This looks like production.', workload),
  lacksQuestion: (workload: string, platforms: string) =>
    l10n.t('Restart {0}? Its image lacks {1}.', workload, platforms),
  lacksCrashes: () => l10n.t('New pods on nodes of these platforms fail with “exec format error”.'),
  lacksNotPulled: () => l10n.t('New pods on nodes of these platforms cannot pull the image.'),
  remote: () => l10n.t('The cluster is not on this machine, so others may depend on the workload.'),
  remoteQuestion: (workload: string) => l10n.t('Restart {0}?', workload),
  pinnedQuestion: (workload: string) => l10n.t('Restart {0} although this changes nothing?', workload),
  where: (context: string, namespace: string) =>
    l10n.t('Context {0}, namespace {1}. Its pods are replaced with new ones.', context, namespace),
  yes: () => l10n.t('Restart'),
  restarting: (workload: string, namespace: string, context: string) =>
    l10n.t('Restarting {0} in {1} of {2}', workload, namespace, context),
  watching: (workload: string, namespace: string, context: string) =>
    l10n.t('Watching the rollout of {0} in {1} of {2}', workload, namespace, context),
  stopWatching: () => l10n.t('Stop Watching'),
  progress: (wanted: number, renewed: number, ready: number) =>
    l10n.t('{1} of {0} pods are new, {2} of them ready', wanted, renewed, ready),
  notBegun: () => l10n.t('waiting for the first new pod'),
  staying: (wanted: number, seconds: number) =>
    wanted === 1
      ? l10n.t('its new pod is ready; watching that it stays up for {0} seconds', seconds)
      : l10n.t('all {0} new pods are ready; watching that they stay up for {1} seconds', wanted, seconds),
  done: (workload: string, namespace: string, context: string, pods: string) =>
    l10n.t('Restarted {0} in {1} of {2}: {3}.', workload, namespace, context, pods),
  allReady: (count: number) => (count === 1 ? l10n.t('its pod is ready') : l10n.t('all {0} pods are ready', count)),
  onDelete: (workload: string) =>
    l10n.t('Restart of {0} requested. Its pods are replaced only when they are deleted (OnDelete).', workload),
  keptTag: () =>
    l10n.t(
      'Its nodes start the image that they have for this tag (imagePullPolicy). Push with a new tag, or pin the digest in its manifest.',
    ),
  usesOther: (reference: string) => l10n.t('It uses {0}.', reference),
  goesOn: () => l10n.t('The cluster keeps trying.'),
  stuck: (workload: string, message: string) => l10n.t('The rollout of {0} does not finish. {1}', workload, message),
  unstable: (workload: string) => l10n.t('The new pods of {0} do not stay up.', workload),
  undo: () => l10n.t('Undo'),
  undoAndDelete: () => l10n.t('Undo and Delete Failing Pods'),
  undoQuestion: (workload: string) => l10n.t('Undo the rollout of {0}?', workload),
  undoWhere: (context: string, namespace: string) =>
    l10n.t(
      'Context {0}, namespace {1}. Kubernetes restores the previous revision of its template.',
      context,
      namespace,
    ),
  undoSameTag: () =>
    l10n.t(
      'If the previous revision uses the same tag, pods that still run keep their image, but new ones start what the tag points to now.',
    ),
  undoStatefulSet: () =>
    l10n.t('A StatefulSet does not replace pods that fail to start, so they must be deleted, too.'),
  undoing: (workload: string, namespace: string, context: string) =>
    l10n.t('Undoing the rollout of {0} in {1} of {2}', workload, namespace, context),
  undone: (workload: string, namespace: string, context: string, pods: string) =>
    l10n.t('Undid the rollout of {0} in {1} of {2}: {3}.', workload, namespace, context, pods),
  undoneKeepsPods: (workload: string) =>
    l10n.t('Restored the previous revision of {0}. Delete its failing pods to replace them.', workload),
  gone: (workload: string) => l10n.t('{0} was deleted in the meantime.', workload),
  describing: (pod: string) => l10n.t('Reading pod {0}', pod),
  showLogs: () => l10n.t('Show Logs'),
  addMissing: () => l10n.t('Add Missing Platforms…'),
  checkInside: () => l10n.t('Check Program Architectures'),
  buildForCluster: () => l10n.t('Build for the Cluster'),
  task: (workload: string, context: string) => l10n.t('logs of {0} in {1}', workload, context),
};

/** `Deployment web`: kinds are Kubernetes terms. */
export function workloadName({ kind, name }: Pick<Workload, 'kind' | 'name'>): SafeText {
  return text`${kind} ${name}`;
}

function runs(current: number, all: number): SafeText {
  return all === 1
    ? l10n.t('{0} of 1 pod uses the pushed image', current)
    : l10n.t('{0} of {1} pods use the pushed image', current, all);
}
