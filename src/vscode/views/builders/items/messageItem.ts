import type { MessageElement } from '../elements.ts';
import type { Item } from './item.ts';

export function messageItem({ text, icon = 'info', tooltip }: MessageElement): Item {
  return {
    label: text,
    icon,
    ...(icon === 'error' && { color: 'list.errorForeground' }),
    ...(tooltip !== undefined && { tooltip: [tooltip] }),
    contextValue: 'message',
  };
}
