import { safeText } from '../../../../domain/safeText.ts';
import { rowTexts } from '../../texts/builders.ts';
import type { ContextsElement } from '../elements.ts';
import type { Item } from '../../../shared/tree/item.ts';

export function contextsItem({ builders }: ContextsElement): Item {
  return {
    id: 'contexts',
    label: rowTexts.contexts(),
    description: safeText(builders.map(({ name }) => name).join(', ')),
    icon: 'folder-library',
    children: 'collapsed',
  };
}
