import { safeLines, safeText } from '../../../domain/safeText.ts';
import type { MessageElement } from '../../builders/view/elements.ts';
import type { Item } from './item.ts';

export function messageItem({ text, icon = 'info', tooltip }: MessageElement): Item {
  return {
    label: safeText(text),
    icon,
    ...(icon === 'error' && { color: 'list.errorForeground' }),
    ...(tooltip !== undefined && { tooltip: safeLines([tooltip]) }),
    contextValue: 'message',
  };
}
