import { pemProblemText } from '../../texts/setUp.ts';
import type { StepUi } from '../../../shared/picks/ui.ts';
import { askText } from './askText.ts';
import type { SetUpQuestions } from '../deps.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Asks for a PEM file: typed, or selected in the system's dialog. Accepts only a readable file of the right type. */
export async function askFile(
  ui: StepUi,
  questions: SetUpQuestions,
  question: { readonly title: string; readonly kind: 'certificate' | 'key'; readonly former?: string | undefined },
): Promise<string> {
  const { title, kind } = question;
  let { former } = question;
  let refused: { readonly file: string; readonly words: string } | undefined;
  for (;;) {
    const last = refused;
    const suggestion = former;
    const answer = await askText(ui, {
      placeholder: last === undefined ? title : `${last.file}: ${last.words}`,
      suggestions: () =>
        suggestion === undefined ? [] : [{ id: suggestion, label: suggestion, icon: 'file', alwaysShow: true }],
      actions: [{ id: 'browse', icon: 'folder-opened', label: l10n.t('Browse…') }],
      problem: () => undefined,
      active: suggestion ?? 'browse',
    });
    let file: string | undefined;
    if ('text' in answer) {
      file = answer.text;
    } else {
      ui.hide();
      file = await questions.pickFile(title);
    }
    if (file !== undefined) {
      const problem = await questions.pemProblem(file, kind);
      if (problem === undefined) {
        return file;
      }
      refused = { file, words: pemProblemText(problem) };
      former = file;
    }
  }
}
