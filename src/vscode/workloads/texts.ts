import { longestPiece, safeText, text, type SafeText } from '../../domain/safeText.ts';
import type { ContainerTrouble } from '../../domain/workload/trouble.ts';
import type { Workload } from '../../domain/workload/workload.ts';
import { l10n } from '../shared/l10n.ts';

/** What the view says of workloads that use an image. */
export const workloadTexts = {
  title: () => l10n.t('In the clusters'),
  more: () => l10n.t('What the chosen clusters run of this image. They are asked when this is opened.'),
  noClusters: () => l10n.t('No cluster is chosen'),
  noClustersMore: () =>
    l10n.t('Choose clusters to see which platforms they need that the image does not have, and what they run of it.'),
  asking: (context: string) => l10n.t('Asking {0}…', context),
  none: (context: string) => l10n.t('Nothing in {0} uses it', context),
  noneIn: (context: string, namespace: string) =>
    l10n.t('Nothing in the namespace {1} of {0} uses it; the others may not be listed', context, namespace),
  onlyNamespace: (context: string, namespace: string) =>
    l10n.t('Of {0} only the namespace {1} may be listed', context, namespace),
  withoutPods: () => l10n.t('pods may not be listed'),
  runs,
  noPods: () => l10n.t('no pods'),
  podRuns: () => l10n.t('runs what is pushed'),
  podRunsOther: () => l10n.t('runs another image'),
  podUnknown: () => l10n.t('not known what it runs'),
  podWaits: () => l10n.t('nothing pulled yet'),
  uses: (reference: string) => l10n.t('uses {0}', reference),
  pinned: () => l10n.t('pinned'),
  pinnedMore: () =>
    l10n.t('It names the image by its digest: a restart changes nothing, but another digest in its manifest does.'),
  keepsTagMore: () =>
    l10n.t(
      'Nodes that have this tag do not ask the registry for it again (imagePullPolicy): a restart may start the former image.',
    ),
  onDeleteMore: () => l10n.t('Its pods are replaced only when somebody deletes them (OnDelete).'),
  cronJobMore: () => l10n.t('Its next run starts new pods by itself.'),
  namespaceOf: (namespace: string, context: string) => l10n.t('Namespace {0} of {1}', namespace, context),
  spoken: (kind: string, name: string, details: string) => l10n.t('{0} {1}: {2}', kind, name, details),
  trouble,
  troubleMore,
};

/** What the commands for workloads say. */
export const workloadActionTexts = {
  restartTitle: () => l10n.t('Restart Workload'),
  logsTitle: () => l10n.t('Show Workload Logs'),
  which: () => l10n.t('Tick the workloads'),
  noneUse: (contexts: string, image: string) => l10n.t('Nothing in {0} uses {1}.', contexts, image),
  notRestartable: (workload: string) =>
    l10n.t('{0} cannot be restarted: only Deployments, StatefulSets and DaemonSets can.', workload),
  noLogs: (workload: string) => l10n.t('{0} has no pods whose logs could be shown.', workload),
  productionQuestion: (workload: string) => l10n.t('Restart {0}? This looks like production.', workload),
  pinnedQuestion: (workload: string) => l10n.t('Restart {0} although that changes nothing?', workload),
  where: (context: string, namespace: string) =>
    l10n.t('Context {0}, namespace {1}. Its pods are replaced by new ones.', context, namespace),
  yes: () => l10n.t('Restart'),
  restarting: (workload: string, namespace: string, context: string) =>
    l10n.t('Restarting {0} in {1} of {2}', workload, namespace, context),
  progress: (wanted: number, renewed: number, ready: number) =>
    l10n.t('{1} of {0} pods are new, {2} of them ready', wanted, renewed, ready),
  done: (workload: string, namespace: string, context: string, pods: string) =>
    l10n.t('{0} in {1} of {2} was restarted: {3}.', workload, namespace, context, pods),
  allReady: (count: number) => (count === 1 ? l10n.t('its pod is ready') : l10n.t('all {0} pods are ready', count)),
  onDelete: (workload: string) =>
    l10n.t('{0} was told to restart. Its pods are replaced only when somebody deletes them (OnDelete).', workload),
  keptTag: () =>
    l10n.t(
      'Its nodes start the image that they have under this tag (imagePullPolicy): push under a new tag, or pin the digest in its manifest.',
    ),
  usesOther: (reference: string) => l10n.t('It uses {0}.', reference),
  noPlatform: (pod: string) =>
    l10n.t('The new pod {0} does not start: the image has nothing for the platform of its node.', pod),
  foreign: (pod: string) =>
    l10n.t(
      'The new pod {0} ends in “exec format error”: the image is for another processor than that of its node.',
      pod,
    ),
  script: (pod: string) =>
    l10n.t('The new pod {0} does not start: its entrypoint is a script whose first line names no interpreter.', pod),
  foreignOrScript: (pod: string) =>
    l10n.t(
      'The new pod {0} ends in “exec format error”: the image is for another processor than that of its node, or its entrypoint is a script whose first line names no interpreter.',
      pod,
    ),
  cpuLevel: (pod: string, message: string) =>
    l10n.t('The new pod {0} needs a newer processor than that of its node. {1}', pod, message),
  emulatorCrashed: (pod: string, message: string) =>
    l10n.t('The new pod {0} is emulated on its node, and crashes. {1}', pod, message),
  pageSize: (pod: string, message: string) =>
    l10n.t('The new pod {0} does not work with the memory page size of its node. {1}', pod, message),
  libcMismatch: (pod: string, message: string) =>
    l10n.t('The new pod {0} has a program that does not fit the C library of its image. {1}', pod, message),
  nativeModule: (pod: string, message: string) =>
    l10n.t('The new pod {0} has a package with native code for another platform. {1}', pod, message),
  notPulled: (pod: string, message: string) => l10n.t('The new pod {0} cannot pull its image. {1}', pod, message),
  crashes: (pod: string, message: string) => l10n.t('The new pod {0} crashes. {1}', pod, message),
  unschedulable: (pod: string, message: string) => l10n.t('No node takes the new pod {0}. {1}', pod, message),
  notStarting: (pod: string, reason: string, message: string) =>
    l10n.t('The new pod {0} does not start: {1}. {2}', pod, reason, message),
  goesOn: () => l10n.t('The cluster goes on trying.'),
  stuck: (workload: string, message: string) =>
    l10n.t('The rollout of {0} does not come to its end. {1}', workload, message),
  gone: (workload: string) => l10n.t('{0} was deleted in the meantime.', workload),
  showLogs: () => l10n.t('Show Logs'),
  addMissing: () => l10n.t('Add Missing Platforms…'),
  buildForCluster: () => l10n.t('Build for the Cluster'),
  task: (workload: string, context: string) => l10n.t('logs of {0} in {1}', workload, context),
};

/** `Deployment web`: kinds are words of Kubernetes. */
export function workloadName({ kind, name }: Pick<Workload, 'kind' | 'name'>): SafeText {
  return text`${kind} ${name}`;
}

function runs(current: number, all: number): SafeText {
  return all === 1
    ? l10n.t('{0} of 1 pod runs what is pushed', current)
    : l10n.t('{0} of {1} pods run what is pushed', current, all);
}

/** In a few words. */
function trouble({ kind, reason }: ContainerTrouble): SafeText {
  switch (kind) {
    case 'noPlatform':
      return l10n.t('no image for its node’s platform');
    case 'foreignProgram':
      return l10n.t('exec format error');
    case 'script':
      return l10n.t('a script without interpreter');
    case 'cpuLevel':
      return l10n.t('needs a newer processor');
    case 'emulatorCrashed':
      return l10n.t('crashes under emulation');
    case 'pageSize':
      return l10n.t('does not fit the page size');
    case 'libcMismatch':
      return l10n.t('does not fit its C library');
    case 'nativeModule':
      return l10n.t('native code of another platform');
    case 'unschedulable':
      return l10n.t('no node takes it');
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
