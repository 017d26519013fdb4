import { safeText } from '../../../../domain/safeText.ts';
import { platformRowTexts } from '../../texts/clusters.ts';
import { messageItem } from '../../../shared/tree/messageItem.ts';
import type { ActionElement, ByHandElement, OthersElement, PlatformsElement } from '../elements.ts';
import { clusterItem, groupItem } from './clusterItem.ts';
import type { PlatformsItem } from './platformsItem.ts';
import { builderItem, imageItem, targetItem } from './targetItem.ts';

/** @param now milliseconds since 1970 */
export function itemOf(element: PlatformsElement, now: number): PlatformsItem {
  switch (element.kind) {
    case 'byHand':
      return byHandItem(element);
    case 'target':
      return targetItem(element, now);
    case 'others':
      return othersItem(element);
    case 'cluster':
      return clusterItem(element, now);
    case 'group':
      return groupItem(element);
    case 'builder':
      return builderItem(element);
    case 'image':
      return imageItem(element, now);
    case 'action':
      return actionItem(element);
    case 'message':
      return messageItem({ ...element, tooltip: element.tooltip ?? element.text });
  }
}

function byHandItem({ needed }: ByHandElement): PlatformsItem {
  return {
    id: 'byHand',
    label: platformRowTexts.byHand(),
    description: platformRowTexts.byHandDescription(),
    icon: 'edit',
    tooltip: [
      platformRowTexts.byHand(),
      platformRowTexts.byHandMore(),
      ...(needed.length > 0 ? [platformRowTexts.byHandNeeded(needed.join(', '))] : []),
    ],
    contextValue: 'byHand',
  };
}

function othersItem({ builder, open }: OthersElement): PlatformsItem {
  return {
    id: 'others',
    label: platformRowTexts.others(),
    description: platformRowTexts.othersDescription(builder),
    icon: 'ellipsis',
    contextValue: 'others',
    children: open ? 'expanded' : 'collapsed',
  };
}

function actionItem({ label, icon, command, context }: ActionElement): PlatformsItem {
  return {
    id: `cluster ${context} ${command}`,
    label: safeText(label),
    icon,
    contextValue: 'action',
    command: { id: command, argument: { kind: 'cluster', context } },
  };
}
