import type { SafeText } from '../../../domain/safeText.ts';
import { QuickPickUi } from './quickPickUi.ts';
import { Left, type StepUi } from './ui.ts';

/** Shows a separate pick; undefined if canceled. */
export async function askAlone<T>(title: SafeText, ask: (ui: StepUi) => Promise<T>): Promise<T | undefined> {
  const ui = new QuickPickUi(title);
  try {
    return await ask(ui.at({ step: 0, total: 0, canGoBack: false }));
  } catch (error) {
    if (error instanceof Left) {
      return undefined;
    }
    throw error;
  } finally {
    ui.dispose();
  }
}
