import { ProgressLocation, window } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import { noLinks } from '../text/links.ts';

/** Shows cancelable progress with the reports of `work`. Resolves to undefined if canceled. */
export async function withProgress<T>(
  title: SafeText,
  work: (signal: AbortSignal, report: (message: SafeText) => void) => Promise<T>,
): Promise<T | undefined> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: noLinks(title), cancellable: true },
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
