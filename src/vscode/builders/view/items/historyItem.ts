import { rowTexts } from '../../texts/builders.ts';
import type { HistoryElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';

export function historyItem({ builder }: HistoryElement): Item {
  return {
    id: `builder ${builder.name} history`,
    label: rowTexts.history(),
    icon: 'history',
    contextValue: 'history',
    children: 'collapsed',
  };
}
