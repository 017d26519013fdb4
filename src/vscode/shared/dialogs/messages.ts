import { window, type MessageItem } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noIcons } from '../text/icons.ts';
import { noLinks } from '../text/links.ts';

/** A button of a message. */
export interface Button extends MessageItem {
  readonly title: SafeText;
}

/** The number of buttons that a notification shows in full. */
export const mostButtons = 2;

/** For a question that blocks everything else. */
interface Modal {
  readonly modal: true;
  /** Shown below the question, separated by empty lines. */
  readonly detail?: readonly SafeText[];
}

type Shown = typeof window.showInformationMessage;

/** Shows a message; resolves to the pressed button. */
interface ShowMessage {
  (message: SafeText, ...buttons: readonly SafeText[]): Promise<SafeText | undefined>;
  <B extends Button>(message: SafeText, ...buttons: readonly B[]): Promise<B | undefined>;
  (message: SafeText, options: Modal, ...buttons: readonly SafeText[]): Promise<SafeText | undefined>;
  <B extends Button>(message: SafeText, options: Modal, ...buttons: readonly B[]): Promise<B | undefined>;
}

export const showInformation = showing(() => window.showInformationMessage);
export const showWarning = showing(() => window.showWarningMessage);
export const showError = showing(() => window.showErrorMessage);

function showing(shown: () => Shown): ShowMessage {
  const show = (message: SafeText, ...rest: readonly (Modal | SafeText | Button)[]): Promise<unknown> => {
    const [first, ...others] = rest;
    const buttons = (isModal(first) ? others : rest) as readonly Button[];
    const options = isModal(first) ? { modal: true, detail: (first.detail ?? []).map(noLinks).join('\n\n') } : {};
    return Promise.resolve(shown()(noLinks(message), options, ...buttons));
  };
  return show as ShowMessage;
}

function isModal(value: Modal | SafeText | Button | undefined): value is Modal {
  return typeof value === 'object' && 'modal' in value;
}

/** Shows a text in the status bar. @param ms the duration */
export function showStatus(text: SafeText, ms: number): void {
  window.setStatusBarMessage(noIcons(text), ms);
}
