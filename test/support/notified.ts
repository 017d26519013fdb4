import type { SafeText } from '../../src/domain/safeText.ts';
import { showInformation } from '../../src/vscode/shared/dialogs/messages.ts';
import { shown } from './fakeVscode.ts';

/** What VS Code is handed for a notification with this text. */
export function notified(text: SafeText): string {
  shown.length = 0;
  void showInformation(text);
  return shown[0]?.text ?? '';
}
