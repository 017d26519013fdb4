import { workspace } from 'vscode';
import { joinText, type SafeText } from '../../../domain/safeText.ts';
import type { DiagnosedError, Remedy } from '../../../domain/diagnosis/diagnosis.ts';
import { isCancelled } from '../../../tools/process/errors.ts';
import type { ApplyRemedy, RemedyContext } from './remedies.ts';
import { failureText } from './diagnosisTexts.ts';
import { remedyLabel } from './remedyTexts.ts';
import { mostButtons, showError as show } from '../dialogs/messages.ts';

/** The failed build, and what to say besides its failure. */
interface ErrorContext extends RemedyContext {
  /** Additional events: with them, a canceled action is not silent. */
  readonly more?: readonly SafeText[];
  /** A sentence for the end of the message. */
  readonly also?: SafeText | undefined;
}

/**
 * Shows the failure of a user action once, with buttons for its first remedies, which help most. Only failures of builds, which have a
 * context, offer to build again. A canceled action is silent.
 */
export type ShowError = (error: unknown, context?: ErrorContext) => Promise<void>;

/** What only a failed build can offer: without one, there is nothing to repeat or to change. */
const buildRemedies: ReadonlySet<Remedy['id']> = new Set(['buildAgain', 'editBuild'] as const);

export function createShowError(explain: (error: unknown) => DiagnosedError, remedies: () => ApplyRemedy): ShowError {
  const showError: ShowError = async (error, context) => {
    if (isCancelled(error)) {
      return;
    }
    const { diagnosis } = explain(error);
    const more = context?.more ?? [];
    if (diagnosis.code === 'cancelled' && more.length === 0) {
      return;
    }
    const { message, advice } = failureText(diagnosis);
    const offered = context ? diagnosis.remedies : diagnosis.remedies.filter(({ id }) => !buildRemedies.has(id));
    const buttons = offered.slice(0, mostButtons).map((remedy) => ({ title: remedyLabel(remedy), remedy }));
    const chosen = await show(joinText([message, ...more, advice, context?.also], ' '), ...buttons);
    const folder = context?.folder ?? workspace.workspaceFolders?.[0];
    if (chosen && folder) {
      try {
        await remedies()(chosen.remedy, { request: {}, ...context, folder });
      } catch (failure) {
        await showError(failure, context && { ...context, more: [] });
      }
    }
  };
  return showError;
}
