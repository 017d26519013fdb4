import { Uri, workspace } from 'vscode';
import type { GroupCoverage } from '../../../domain/cluster/coverage.ts';
import type { UseFate } from '../../../domain/coverage/imageFate.ts';
import type { ImageUse } from '../../../domain/coverage/imageUse.ts';
import { namesImage } from '../../../domain/coverage/usesByImage.ts';
import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { NodeSelectorTerm } from '../../../domain/workload/placement.ts';
import { clusterTexts } from './clusters.ts';
import { l10n } from '../../shared/l10n.ts';
import { shortName } from '../../shared/text/shortName.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';

/** Names to list; the rest is a number. */
const most = 3;

/** The texts about workloads that decide which nodes count. */
export const useTexts = {
  noneBuilt: () => l10n.t('All eligible nodes count: no known workload uses an image built here.'),
  none: () => l10n.t('No known workload uses this image, so all eligible nodes count.'),
  nowhere: () => l10n.t('No node of the selected clusters accepts the workloads that use the image.'),
  judgedBy,
  fate: fateText,
  fateMore,
};

/** Which workloads decide, and where they are from. */
function judgedBy(uses: readonly ImageUse[]): SafeText {
  const running = uses.filter(({ context }) => context !== undefined);
  const contexts = [...new Set(running.flatMap(({ context }) => context ?? []))].join(', ');
  const names = namesOf(uses);
  if (running.length === 0) {
    return l10n.t('Judged by workloads in files of this workspace: {0}.', names);
  }
  return running.length === uses.length
    ? l10n.t('Judged by workloads in {0}: {1}.', contexts, names)
    : l10n.t('Judged by workloads in files of this workspace and in {0}: {1}.', contexts, names);
}

/** `Deployment web, DaemonSet agent and 2 more`. */
function namesOf(uses: readonly ImageUse[]): string {
  const names = [...new Set(uses.map(useName))];
  const more = names.length - most;
  const shown = names.slice(0, most).join(', ');
  return more > 0 ? l10n.t('{0} and {1} more', shown, more) : shown;
}

/** `Deployment web`. */
export function useName({ kind, name }: Pick<ImageUse, 'kind' | 'name'>): string {
  return [kind, name].filter((word) => word !== '').join(' ');
}

/** How an image would run in a workload, in a few words. */
function fateText({ state, groups, isNowhere, use }: UseFate): SafeText {
  if (isNowhere) {
    return l10n.t('no node accepts it');
  }
  const failing = groups.filter(({ verdict }) => verdict === 'fails');
  const [some, all] = [sum(failing), sum(groups)];
  const words = [
    ...(use.placement.gates.length > 0 ? [l10n.t('not scheduled yet')] : []),
    ...(state === 'unknown'
      ? [l10n.t('unknown')]
      : state === 'runs'
        ? [
            all > 0 && use.unplaced !== true
              ? nodesText(all, use.context === undefined)
              : isEmulated(groups)
                ? l10n.t('runs slowly, under emulation')
                : l10n.t('runs'),
          ]
        : use.unplaced
          ? [l10n.t('may fail with {0}', platformsOf(failing))]
          : [l10n.t('fails with {0}', platformsOf(failing)), ...(some > 0 ? [clusterTexts.nodesOf(some, all)] : [])]),
  ];
  return safeText(words.join(' · '));
}

function isEmulated(groups: readonly GroupCoverage[]): boolean {
  return groups.length > 0 && groups.every(({ verdict }) => verdict === 'emulated');
}

/** @param isPlanned a file names the image, but no cluster is known to run it */
function nodesText(nodes: number, isPlanned: boolean): SafeText {
  if (isPlanned) {
    return nodes === 1 ? l10n.t('would run on 1 node') : l10n.t('would run on {0} nodes', nodes);
  }
  return nodes === 1 ? l10n.t('runs on 1 node') : l10n.t('runs on {0} nodes', nodes);
}

/**
 * The same as sentences, with what the specification says about nodes.
 * @param image the one that was judged: a workload that names another tag of it counts too if none names this one
 */
function fateMore({ isNowhere, use }: UseFate, image = use.image): readonly SafeText[] {
  const { nodeName, preferred, gates } = use.placement;
  return [
    whereText(use),
    ...(namesImage(use, image) ? [] : [l10n.t('Names {0}, not {1}', shortName(use.image), shortName(image))]),
    ...(use.engine ? [l10n.t('Runs on the Docker engine, not on a cluster')] : []),
    ...(use.unplaced ? [l10n.t('Which nodes it selects is not known, so all eligible nodes count')] : []),
    ...(isNowhere ? [l10n.t('No node of the selected clusters accepts its pods: they would stay pending.')] : []),
    ...(gates.length > 0
      ? [l10n.t('Its pods are not scheduled before these scheduling gates are removed: {0}', gates.join(', '))]
      : []),
    ...(nodeName === undefined ? [] : [l10n.t('Bound to the node {0}, whatever its taints', nodeName)]),
    ...(preferred.length > 0
      ? [l10n.t('Prefers {0}, but also runs on other nodes', preferred.map(termText).join(', '))]
      : []),
  ];
}

function whereText({ context, file }: ImageUse): SafeText {
  const where = context ?? (file === undefined ? undefined : workspace.asRelativePath(Uri.file(file)));
  return where === undefined ? l10n.t('In a file of this workspace') : l10n.t('In {0}', where);
}

/** `kubernetes.io/arch In (arm64)`, as kubectl shows it. */
function termText({ labels, fields }: NodeSelectorTerm): string {
  return [...labels, ...fields]
    .map(({ key, operator, values }) =>
      [key, operator, ...(values.length > 0 ? [`(${values.join(', ')})`] : [])].join(' '),
    )
    .join(' + ');
}

function platformsOf(groups: readonly GroupCoverage[]): string {
  return [...new Set(groups.map(({ platform }) => shortPlatform(platform)))].join(', ');
}

function sum(groups: readonly GroupCoverage[]): number {
  return groups.reduce((nodes, group) => nodes + group.nodes, 0);
}
