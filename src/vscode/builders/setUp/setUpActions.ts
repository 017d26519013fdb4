import { safeText, type SafeText } from '../../../domain/safeText.ts';
import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuilderSetUp } from '../../../services/builders/setUp.ts';
import type { ShowError } from '../../shared/errors/showError.ts';
import { QuickPickUi } from '../../shared/picks/quickPickUi.ts';
import type { WizardUi } from '../../shared/picks/ui.ts';
import type { SetUpQuestions } from './deps.ts';
import { tellNone } from '../tellNone.ts';
import { createQuestions, type QuestionParts } from './questions.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';
import { l10n } from '../../shared/l10n.ts';
import { showPick } from '../../shared/picks/picks.ts';

/** The dependencies of commands that create and change builders. */
export interface SetUpDeps extends QuestionParts {
  readonly setUp: BuilderSetUp;
  readonly showError: ShowError;
  /** Something changed: queries all builders again. */
  readonly changed: () => void;
  /** Makes a builder the one of this workspace. */
  readonly useHere: (name: string) => Promise<void>;
  /** Starts the wizard. */
  readonly build: () => Promise<unknown>;
}

/** Shows a wizard with its answers; ends pending requests when it closes. */
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

/** Runs a change of a builder with cancelable progress, and shows failures. True on success. */
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

/** Lets the user select one of these builders, unless there is only one. */
export async function chooseBuilder(
  deps: SetUpDeps,
  placeHolder: SafeText,
  fits: (builder: Builder) => boolean,
): Promise<Builder | undefined> {
  const fitting = (await deps.builders()).filter((builder) => !builder.isContext && fits(builder));
  if (fitting.length === 0) {
    void tellNone(l10n.t('None of your builders supports this.'));
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
