import { hasNodes } from '../../../domain/cluster/chosen/hasNodes.ts';
import type { VerifiedImage } from '../../../domain/cluster/architecture.ts';
import { saysMore } from '../clusters/saysMore.ts';
import type { ChosenCluster } from '../clusters/clusterModel.ts';
import { needsOf } from '../../../domain/cluster/chosen/needs.ts';
import type { Targets } from '../../../domain/cluster/chosen/targetsOf.ts';
import { commandIds } from '../../commandIds.ts';
import { platformRowTexts } from '../texts/clusters.ts';
import { failureText } from '../../shared/errors/diagnosisTexts.ts';
import type { BuilderChoice } from '../../builders/builderChoice.ts';
import type { ActionElement, ClusterElement, GroupElement, PlatformsElement, TargetElement } from './elements.ts';
import type { MessageElement } from '../../shared/tree/messageItem.ts';

/** The state of the view. */
export interface PlatformsState {
  readonly chosen: readonly ChosenCluster[];
  /** The platforms that the selected clusters need, most nodes first. */
  readonly needed: readonly string[];
  readonly targets: Targets;
  /** The current builder, if known. */
  readonly builder: BuilderChoice | undefined;
  /** The platforms that it supports, each once. */
  readonly makeable: readonly string[];
  /** The last verified push. */
  readonly image: VerifiedImage | undefined;
  /** When this session began, in milliseconds since 1970: earlier answers are shown with their age. */
  readonly since: number;
  /** Whether the row of other platforms is expanded. */
  readonly othersOpen: boolean;
}

/** Whether to show rows, or the welcome text of package.json. */
export function viewState({ chosen, targets }: Pick<PlatformsState, 'chosen' | 'targets'>): 'noCluster' | 'shown' {
  return chosen.length === 0 && targets.by === 'usual' ? 'noCluster' : 'shown';
}

/** The root rows: the source of the platforms, the platforms, the other platforms, and the clusters. */
export function rootsOf(state: PlatformsState): readonly PlatformsElement[] {
  const { chosen, needed, targets, builder, makeable, since, othersOpen } = state;
  const rows = [...new Set([...needed, ...targets.platforms])];
  const others = makeable.filter((platform) => !rows.includes(platform));
  return [
    ...(targets.by === 'hand' ? [{ kind: 'byHand', needed } as const] : []),
    ...(targets.by === 'docker' ? [message(platformRowTexts.byDocker(), platformRowTexts.byDockerMore())] : []),
    ...(targets.by === 'usual' ? [message(platformRowTexts.notKnown(), platformRowTexts.notKnownMore())] : []),
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

function message(text: string, tooltip: string): MessageElement {
  return { kind: 'message', text, tooltip };
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

/** Its nodes could not be read, and their platforms are not declared. */
export function isDeclarable({ known }: ChosenCluster): boolean {
  return known !== undefined && !hasNodes(known);
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
