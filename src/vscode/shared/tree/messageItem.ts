import { safeLines, safeText } from '../../../domain/safeText.ts';
import { l10n } from '../l10n.ts';
import type { Item } from './item.ts';

/** A row that is only a message, such as an error. */
export interface MessageElement {
  readonly kind: 'message';
  readonly text: string;
  readonly icon?: string;
  readonly tooltip?: string;
  /** For menus, if there are actions for it. */
  readonly contextValue?: string;
}

export function messageItem({ text, icon = 'info', tooltip, contextValue = 'message' }: MessageElement): Item {
  return {
    label: safeText(text),
    icon,
    ...(icon === 'error' && { color: 'list.errorForeground' }),
    ...(tooltip !== undefined && { tooltip: safeLines([tooltip]) }),
    contextValue,
    spoken:
      icon === 'error'
        ? l10n.t('Error: {0}', text)
        : icon === 'warning'
          ? l10n.t('Warning: {0}', text)
          : safeText(text),
  };
}
