import type { SafeText } from '../../src/domain/safeText.ts';
import { showInformation } from '../../src/vscode/shared/dialogs/messages.ts';
import { seen } from './vscode/session.ts';

/** VS Code's argument for a notification with this text. */
export function notified(text: SafeText): string {
  seen();
  void showInformation(text);
  return seen().replace('information: ', '');
}
