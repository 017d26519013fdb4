import type { InUse } from '../../builderModel.ts';
import { builderItem } from './builderItem.ts';
import { contextsItem } from './contextsItem.ts';
import type { BuildersElement } from '../elements.ts';
import { historyItem } from './historyItem.ts';
import type { Item } from '../../../shared/tree/item.ts';
import { messageItem } from '../../../shared/tree/messageItem.ts';
import { nodeItem } from './nodeItem.ts';
import { platformItem } from './platformItem.ts';
import { recordItem } from './recordItem.ts';

/** @param now milliseconds since 1970 */
export function itemOf(element: BuildersElement, inUse: InUse | undefined, now: number): Item {
  switch (element.kind) {
    case 'builder':
      return builderItem(element, inUse, now);
    case 'contexts':
      return contextsItem(element);
    case 'node':
      return nodeItem(element, element.builder.name === inUse?.name);
    case 'platform':
      return platformItem(element);
    case 'history':
      return historyItem(element);
    case 'record':
      return recordItem(element);
    case 'message':
      return messageItem(element);
  }
}
