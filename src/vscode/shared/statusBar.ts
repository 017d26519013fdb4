import { StatusBarAlignment, ThemeColor, window, type MarkdownString, type StatusBarItem } from 'vscode';
import type { SafeText } from '../../domain/safeText.ts';
import type { IconText } from './text/icons.ts';

/** A status bar item, hidden until it is drawn. */
export interface StatusItem extends Pick<StatusBarItem, 'hide' | 'dispose'> {
  draw(content: {
    readonly text: IconText;
    readonly tooltip: MarkdownString;
    /** The text for screen readers. */
    readonly spoken: SafeText;
    readonly isWarning: boolean;
    /** The command of a click. */
    readonly command: string;
  }): void;
}

interface StatusItemOptions {
  readonly id: string;
  /** Items with a higher value are further left. */
  readonly priority: number;
  readonly name: SafeText;
}

export function createStatusItem({ id, priority, name }: StatusItemOptions): StatusItem {
  const item = window.createStatusBarItem(id, StatusBarAlignment.Left, priority);
  item.name = name;
  return {
    draw({ text, tooltip, spoken, isWarning, command }) {
      item.text = text;
      item.tooltip = tooltip;
      item.accessibilityInformation = { label: spoken, role: 'button' };
      item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
      item.command = command;
      item.show();
    },
    hide: () => {
      item.hide();
    },
    dispose: () => {
      item.dispose();
    },
  };
}
