import { ProgressLocation, window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noLinks } from '../text/links.ts';

/**
 * Shows cancelable progress with the reports of `work`. Resolves to undefined if canceled.
 *
 * @param stop the button's text instead of “Cancel”. VS Code's types allow a boolean only, but it passes a text on (vscode
 * src/vs/workbench/services/progress/browser/progressService.ts, `cancellable`; test/ui/deploy.test.ts)
 */
export async function withProgress<T>(
  title: SafeText,
  work: (signal: AbortSignal, report: (message: SafeText) => void) => Promise<T>,
  stop?: SafeText,
): Promise<T | undefined> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: noLinks(title), cancellable: (stop ?? true) as boolean },
    async (progress, token) => {
      const abort = new AbortController();
      const listener = token.onCancellationRequested(() => {
        abort.abort();
      });
      try {
        return await work(abort.signal, (message) => {
          progress.report({ message: noLinks(message) });
        });
      } catch (error) {
        if (abort.signal.aborted) {
          return undefined;
        }
        throw error;
      } finally {
        listener.dispose();
      }
    },
  );
}
