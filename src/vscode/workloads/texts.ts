import { longestPiece, safeText, text, type SafeText } from '../../domain/safeText.ts';
import type { ContainerTrouble } from '../../domain/workload/trouble.ts';
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
  noPods: () => l10n.t('no pods'),
  podRuns: () => l10n.t('uses the pushed image'),
  podRunsOther: () => l10n.t('uses another image'),
  podUnknown: () => l10n.t('image unknown'),
  podWaits: () => l10n.t('no image pulled yet'),
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
  namespaceOf: (namespace: string, context: string) => l10n.t('Namespace {0} of {1}', namespace, context),
  spoken: (kind: string, name: string, details: string) => l10n.t('{0} {1}: {2}', kind, name, details),
  trouble,
  troubleMore,
};

/** The texts of the workload commands. */
export const workloadActionTexts = {
  restartTitle: () => l10n.t('Restart Workload'),
  logsTitle: () => l10n.t('Show Workload Logs'),
  which: () => l10n.t('Select the workloads'),
  noneUse: (contexts: string, image: string) => l10n.t('No workload in {0} uses {1}.', contexts, image),
  notRestartable: (workload: string) =>
    l10n.t('{0} cannot be restarted: only Deployments, StatefulSets and DaemonSets can.', workload),
  noLogs: (workload: string) => l10n.t('{0} has no pods whose logs can be shown.', workload),
  productionQuestion: (workload: string) => l10n.t('Restart {0}? This looks like production.', workload),
  pinnedQuestion: (workload: string) => l10n.t('Restart {0} although this changes nothing?', workload),
  where: (context: string, namespace: string) =>
    l10n.t('Context {0}, namespace {1}. Its pods are replaced with new ones.', context, namespace),
  yes: () => l10n.t('Restart'),
  restarting: (workload: string, namespace: string, context: string) =>
    l10n.t('Restarting {0} in {1} of {2}', workload, namespace, context),
  progress: (wanted: number, renewed: number, ready: number) =>
    l10n.t('{1} of {0} pods are new, {2} of them ready', wanted, renewed, ready),
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
  noPlatform: (pod: string) => l10n.t('The new pod {0} does not start: the image lacks the platform of its node.', pod),
  foreign: (pod: string) =>
    l10n.t(
      'The new pod {0} fails with “exec format error”: the image is for another processor than that of its node.',
      pod,
    ),
  script: (pod: string) =>
    l10n.t('The new pod {0} does not start: its entrypoint is a script whose first line names no interpreter.', pod),
  foreignOrScript: (pod: string) =>
    l10n.t(
      'The new pod {0} fails with “exec format error”: the image is for another processor than that of its node, or its entrypoint is a script whose first line names no interpreter.',
      pod,
    ),
  cpuLevel: (pod: string, message: string) =>
    l10n.t('The new pod {0} needs a newer processor than that of its node. {1}', pod, message),
  emulatorCrashed: (pod: string, message: string) =>
    l10n.t('The new pod {0} is emulated on its node and crashes. {1}', pod, message),
  pageSize: (pod: string, message: string) =>
    l10n.t('The new pod {0} does not support the memory page size of its node. {1}', pod, message),
  libcMismatch: (pod: string, message: string) =>
    l10n.t('The new pod {0} has a program that is not compatible with the C library of its image. {1}', pod, message),
  nativeModule: (pod: string, message: string) =>
    l10n.t('The new pod {0} has a package with native code for another platform. {1}', pod, message),
  notPulled: (pod: string, message: string) => l10n.t('The new pod {0} cannot pull its image. {1}', pod, message),
  crashes: (pod: string, message: string) => l10n.t('The new pod {0} crashes. {1}', pod, message),
  unschedulable: (pod: string, message: string) =>
    l10n.t('The new pod {0} cannot be scheduled on any node. {1}', pod, message),
  notStarting: (pod: string, reason: string, message: string) =>
    l10n.t('The new pod {0} does not start: {1}. {2}', pod, reason, message),
  goesOn: () => l10n.t('The cluster keeps trying.'),
  stuck: (workload: string, message: string) => l10n.t('The rollout of {0} does not finish. {1}', workload, message),
  gone: (workload: string) => l10n.t('{0} was deleted in the meantime.', workload),
  showLogs: () => l10n.t('Show Logs'),
  addMissing: () => l10n.t('Add Missing Platforms…'),
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

/** In a few words. */
function trouble({ kind, reason }: ContainerTrouble): SafeText {
  switch (kind) {
    case 'noPlatform':
      return l10n.t('no image for its node’s platform');
    case 'foreignProgram':
      return l10n.t('exec format error');
    case 'script':
      return l10n.t('script without interpreter');
    case 'cpuLevel':
      return l10n.t('needs a newer processor');
    case 'emulatorCrashed':
      return l10n.t('crashes under emulation');
    case 'pageSize':
      return l10n.t('incompatible page size');
    case 'libcMismatch':
      return l10n.t('incompatible C library');
    case 'nativeModule':
      return l10n.t('native code for another platform');
    case 'unschedulable':
      return l10n.t('cannot be scheduled');
    case 'crashes':
    case 'notPulled':
    case 'other':
      return safeText(reason, longestPiece);
  }
}

function troubleMore({ reason, message, exitCode }: ContainerTrouble): SafeText {
  const end = exitCode === undefined ? safeText(reason, longestPiece) : l10n.t('{0}, exit code {1}', reason, exitCode);
  return message === '' ? end : l10n.t('{0}: {1}', end, message);
}
