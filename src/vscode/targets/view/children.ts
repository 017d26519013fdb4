import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import type { ClusterPlatforms } from '../../../domain/cluster/cluster.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { needsOf } from '../../../domain/cluster/chosen/needs.ts';
import type { Targets } from '../../../domain/cluster/chosen/targetsOf.ts';
import { commandIds } from '../../commandIds.ts';
import { platformRowTexts } from '../texts/clusters.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { ActionElement, ClusterElement, GroupElement, PlatformsElement, TargetElement } from './elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** All that the view shows, at one moment. */
export interface PlatformsState {
  readonly chosen: readonly ChosenCluster[];
  /** What the chosen clusters need, most nodes first. */
  readonly needed: readonly string[];
  readonly targets: Targets;
  /** The builder in use, where it is known. */
  readonly builder: BuilderChoice | undefined;
  /** What it can make, each once. */
  readonly makeable: readonly string[];
  /** The last push that was read back. */
  readonly image: VerifiedImage | undefined;
  /** When this session began, in milliseconds since 1970: what was answered before is shown with its age. */
  readonly since: number;
  /** The platforms that nobody needs are unfolded. */
  readonly othersOpen: boolean;
}

/** Whether there is something to show, or the welcome text of package.json. */
export function viewState({ chosen, targets }: Pick<PlatformsState, 'chosen' | 'targets'>): 'noCluster' | 'shown' {
  return chosen.length === 0 && targets.by === 'usual' ? 'noCluster' : 'shown';
}

/** The first rows: who says what is built, the platforms, those that nobody needs, and the clusters. */
export function rootsOf(state: PlatformsState): readonly PlatformsElement[] {
  const { chosen, needed, targets, builder, makeable, since, othersOpen } = state;
  const rows = [...new Set([...needed, ...targets.platforms])];
  const others = makeable.filter((platform) => !rows.includes(platform));
  return [
    ...(targets.by === 'hand' ? [{ kind: 'byHand', needed } as const] : []),
    ...(targets.by === 'docker' ? [{ kind: 'message', text: platformRowTexts.byDocker() } as const] : []),
    ...(targets.by === 'usual' ? [{ kind: 'message', text: platformRowTexts.notKnown() } as const] : []),
    ...rows.map((platform) => targetElement(platform, state, false)),
    ...(builder && others.length > 0
      ? [
          {
            kind: 'others',
            builder: builder.name,
            open: othersOpen,
            targets: others.map((platform) => targetElement(platform, state, true)),
          } as const,
        ]
      : []),
    ...chosen.map((cluster): ClusterElement => ({
      kind: 'cluster',
      context: cluster.context,
      cluster,
      earlier: cluster.at !== undefined && cluster.at < since,
    })),
  ];
}

/** The rows below a row. */
export function childrenOf(element: PlatformsElement): readonly PlatformsElement[] {
  switch (element.kind) {
    case 'target':
      return targetChildren(element);
    case 'others':
      return element.targets;
    case 'cluster':
      return clusterChildren(element);
    case 'byHand':
    case 'group':
    case 'builder':
    case 'image':
    case 'action':
    case 'message':
      return [];
  }
}

function targetElement(
  platform: string,
  { chosen, targets, builder, image }: PlatformsState,
  other: boolean,
): TargetElement {
  return {
    kind: 'target',
    platform,
    checked: targets.platforms.includes(platform),
    among: targets.platforms,
    chosen,
    needs: needsOf(platform, chosen),
    other,
    builder,
    image,
  };
}

function targetChildren(target: TargetElement): readonly PlatformsElement[] {
  const groups = target.chosen.flatMap(({ context, known }) =>
    (known?.groups ?? [])
      .filter(({ platform }) => platform === target.platform)
      .map((group): GroupElement => ({
        kind: 'group',
        below: 'target',
        context,
        state: known?.state ?? 'read',
        group,
      })),
  );
  return [...groups, { kind: 'builder', target }, { kind: 'image', target }];
}

function clusterChildren({ context, cluster }: ClusterElement): readonly PlatformsElement[] {
  const { known, gone } = cluster;
  const groups = (known?.groups ?? []).map((group): GroupElement => ({
    kind: 'group',
    below: 'cluster',
    context,
    state: known?.state ?? 'read',
    group,
  }));
  return [...groups, ...(isDeclarable(cluster) || gone ? trouble(cluster) : [])];
}

/** Its nodes could not be read, and nobody has said what they are. */
export function isDeclarable({ known }: ChosenCluster): boolean {
  return known !== undefined && known.state !== 'read' && known.state !== 'declared';
}

/** The row of the cluster itself says that it is not allowed, or cannot be reached. */
function saysMore({ state, problem }: ClusterPlatforms): boolean {
  return state === 'failed' || problem?.params.reason !== undefined;
}

function trouble({ context, known, gone }: ChosenCluster): readonly (MessageElement | ActionElement)[] {
  const action = (label: string, icon: string, command: string): ActionElement => ({
    kind: 'action',
    label,
    icon,
    command,
    context,
  });
  const again = action(platformRowTexts.tryAgain(), 'refresh', commandIds.cluster.refresh);
  if (gone) {
    return [action(platformRowTexts.chooseClusters(), 'globe', commandIds.selectClusters), again];
  }
  const words = known?.problem && saysMore(known) ? failureText(known.problem) : undefined;
  const told = words && {
    kind: 'message' as const,
    text: words.message,
    tooltip: [words.message, words.advice].filter(Boolean).join(' '),
  };
  const declare = action(platformRowTexts.declare(), 'edit', commandIds.cluster.declarePlatforms);
  return [...(told ? [told] : []), ...(known?.state === 'forbidden' ? [declare, again] : [again, declare])];
}
