import type { Row, StepUi } from '../../../shared/picks/ui.ts';

export interface TextQuestion {
  readonly placeholder: string;
  /** Texts to choose from; the id is the text. */
  readonly suggestions?: () => readonly Row[];
  /** Things to do instead; resolves to their id. */
  readonly actions?: readonly Row[];
  /** What is wrong with a text; nothing if it is right. */
  readonly problem: (text: string) => string | undefined;
  readonly active?: string | undefined;
  readonly load?: (refresh: () => void) => Promise<void>;
}

/** What a person typed or chose, or the id of an action. */
export type TextAnswer = { readonly text: string } | { readonly action: string };

const typedId = 'typed:';

/** Asks for a text: what stands in the field is the first row, with what is wrong with it. */
export function askText(ui: StepUi, question: TextQuestion): Promise<TextAnswer> {
  const { placeholder, suggestions = () => [], actions = [], problem, active, load } = question;
  return ui.pick<TextAnswer>({
    placeholder,
    active,
    rows: (typed) => [
      ...(typed === '' ? [] : [typedRow(typed, problem(typed))]),
      ...suggestions().map((row) => ({ editable: row.id, ...row })),
      ...actions.map((row) => ({ ...row, alwaysShow: true })),
    ],
    accept: ({ typed, row }) => {
      if (!row) {
        return {};
      }
      if (actions.some(({ id }) => id === row.id)) {
        return { answer: { action: row.id } };
      }
      const text = row.id === typedId ? typed : row.id;
      return row.message || problem(text) !== undefined ? {} : { answer: { text } };
    },
    ...(load && { load }),
  });
}

/** The label is the text itself, so that VS Code sorts the row before all others that match. */
function typedRow(typed: string, problem: string | undefined): Row {
  return problem === undefined
    ? { id: typedId, label: typed, alwaysShow: true }
    : { id: typedId, icon: 'error', label: typed, description: problem, alwaysShow: true, message: true };
}
