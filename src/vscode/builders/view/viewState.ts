import type { BuilderModel } from '../builderModel.ts';
import { isEngineDown } from './children.ts';

/** The content of the view: rows, or one of the welcome texts of package.json. */
export type ViewState = 'noDocker' | 'noBuildx' | 'engineDown' | 'failed' | 'empty' | 'shown';

export function viewState({ known, problem, inUse }: Pick<BuilderModel, 'known' | 'problem' | 'inUse'>): ViewState {
  if (problem) {
    return problem.code === 'dockerNotFound' ? 'noDocker' : problem.code === 'buildxMissing' ? 'noBuildx' : 'failed';
  }
  if (known === undefined || known.length === 0) {
    return 'empty';
  }
  return isEngineDown(known, inUse()) ? 'engineDown' : 'shown';
}
