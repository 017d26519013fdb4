import path from 'node:path';
import { safeText } from '../../../domain/safeText.ts';
import { taggedId } from '../../../domain/sources/manifests/pinText.ts';
import type { BuildQuestions, LossAnswer, LossQuestion } from '../../../services/policy/questions.ts';
import { showWarning } from '../../shared/dialogs/messages.ts';
import { askText } from '../../shared/dialogs/inputs.ts';
import { accessTexts, lossTexts } from '../texts/gate.ts';
import { imageProblem } from '../wizard/rows/imageRows.ts';

const mostLines = 12;

/** Asks the user what a build may do, with modal dialogs. */
export const buildQuestions: BuildQuestions = {
  async access({ files, access, workspace }) {
    const names = files.map((file) => path.relative(workspace, file) || file);
    const allow = accessTexts.allow();
    // only what is shown is allowed: if there is too much for one dialog, ask several times
    for (let at = 0; at < access.length; at += mostLines) {
      const lines = access.slice(at, at + mostLines).map((one) => accessTexts.line(one));
      const more = access.length - at - lines.length;
      const answer = await showWarning(
        accessTexts.question(names.join(', ')),
        { modal: true, detail: accessTexts.detail([...lines, ...(more > 0 ? [accessTexts.more(more)] : [])]) },
        allow,
      );
      if (answer !== allow) {
        return false;
      }
    }
    return true;
  },

  async losses(question) {
    const { losses, canRename } = question;
    const [keep, replace, other] = [lossTexts.keep(), lossTexts.replace(), lossTexts.otherTag()];
    const answer = await showWarning(
      lossTexts.question(losses),
      { modal: true, detail: lossTexts.detail(losses) },
      ...(losses.every(({ canKeep }) => canKeep) ? [keep] : []),
      replace,
      ...(canRename ? [other] : []),
    );
    switch (answer) {
      case keep:
        return 'keep';
      case replace:
        return 'replace';
      case other:
        return askTag(question);
      case undefined:
      default:
        return undefined;
    }
  },
};

async function askTag({ losses: [loss] }: LossQuestion): Promise<LossAnswer | undefined> {
  const tag = await askText({
    prompt: lossTexts.otherTagPrompt(),
    value: loss?.tag ?? '',
    problem(text) {
      const problem = imageProblem(text);
      return problem === undefined
        ? taggedId(text) === loss?.tag
          ? lossTexts.sameTag()
          : undefined
        : safeText(problem);
    },
  });
  return tag === undefined ? undefined : { tag };
}
