import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuilderSetUp } from '../../../services/builders/setUp.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { QuickPickUi } from '../../shared/picks/quickPickUi.ts';
import type { WizardUi } from '../../shared/picks/ui.ts';
import type { SetUpQuestions } from './deps.ts';
import { createQuestions, type QuestionParts } from './questions.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import { l10n } from '../../shared/l10n.ts';
import { showPick } from '../../shared/picks/picks.ts';

/** What the commands that make and change builders need. */
export interface SetUpDeps extends QuestionParts {
  readonly setUp: BuilderSetUp;
  readonly showError: ShowError;
  /** Something was changed: everything that is known of builders is asked for again. */
  readonly changed: () => void;
  /** Makes a builder that of this workspace. */
  readonly useHere: (name: string) => Promise<void>;
  /** Asks what to build. */
  readonly build: () => Promise<unknown>;
}

/** Shows a wizard and gives it what it asks; what it asked for is no longer looked for when it is over. */
export async function inWizard<T>(
  title: SafeText,
  deps: SetUpDeps,
  ask: (questions: SetUpQuestions, ui: WizardUi) => Promise<T>,
): Promise<T> {
  const aborter = new AbortController();
  const ui = new QuickPickUi(title);
  try {
    return await ask(createQuestions(deps, aborter.signal), ui);
  } finally {
    ui.dispose();
    aborter.abort();
  }
}

/** Does something to a builder with progress and a way to cancel; tells what failed. True when it was done. */
export async function changeBuilder(
  title: SafeText,
  { showError, changed }: SetUpDeps,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  try {
    const done = await withProgress(title, async (signal) => {
      await work(signal);
      return true;
    });
    return done ?? false;
  } catch (error) {
    await showError(error);
    return false;
  } finally {
    changed();
  }
}

/** Lets a person choose one of these builders; the only one is not asked for. */
export async function chooseBuilder(
  deps: SetUpDeps,
  placeHolder: SafeText,
  fits: (builder: Builder) => boolean,
): Promise<Builder | undefined> {
  const fitting = (await deps.builders()).filter((builder) => !builder.isContext && fits(builder));
  if (fitting.length === 0) {
    void showInformation(l10n.t('None of your builders supports this.'));
    return undefined;
  }
  if (fitting.length === 1) {
    return fitting[0];
  }
  const items = fitting.map((builder) => ({
    label: safeText(builder.name),
    description: safeText(builder.driver),
    builder,
  }));
  return (await showPick(items, { placeHolder }))?.builder;
}
