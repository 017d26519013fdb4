import { QuickInputButtons, Uri, window, type Disposable } from 'vscode';
import type { SafeText } from '../../../domain/safeText.ts';
import type { Pick, Place, Row, StepUi, WizardUi } from './ui.ts';
import { l10n } from '../l10n.ts';
import { PickSession } from './pickSession.ts';
import { createPick, type LivePick } from './picks.ts';

/** Shows the wizard's picks, one at a time. The previous pick stays visible, disabled, until the next one is ready. */
export class QuickPickUi implements WizardUi, Disposable {
  readonly #title: SafeText;
  readonly #counted: boolean;
  #shown: LivePick<Row> | undefined;

  /** @param counted whether the title shows the number of the step */
  constructor(title: SafeText, counted = true) {
    this.#title = title;
    this.#counted = counted;
  }

  at(place: Place): StepUi {
    return {
      pick: (pick) => this.#pick(pick, place),
      browse: (start) => this.#browse(start),
      hide: () => {
        this.dispose();
      },
    };
  }

  dispose(): void {
    this.#shown?.dispose();
    this.#shown = undefined;
  }

  async #browse(start: string): Promise<string | undefined> {
    this.dispose();
    const [chosen] =
      (await window.showOpenDialog({
        defaultUri: Uri.file(start),
        canSelectFiles: false,
        canSelectFolders: true,
        openLabel: l10n.t('Use as Build Context'),
      })) ?? [];
    return chosen?.fsPath;
  }

  async #pick<R>(pick: Pick<R>, place: Place): Promise<R> {
    const quickPick = createPick<Row>();
    const session = new PickSession(quickPick, pick);
    quickPick.title = this.#title;
    if (this.#counted && place.total !== undefined) {
      quickPick.step = place.step;
      quickPick.totalSteps = place.total;
    }
    quickPick.buttons = place.canGoBack ? [QuickInputButtons.Back] : [];
    const former = this.#shown;
    this.#shown = quickPick;
    try {
      const answer = session.answer();
      quickPick.show();
      former?.dispose();
      return await answer;
    } finally {
      session.dispose();
      quickPick.enabled = false;
    }
  }
}
