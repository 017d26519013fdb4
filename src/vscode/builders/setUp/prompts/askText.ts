import type { Row, StepUi } from '../../../shared/picks/ui.ts';

export interface TextQuestion {
  readonly placeholder: string;
  /** Suggested texts; the id is the text. */
  readonly suggestions?: () => readonly Row[];
  /** Alternative actions; resolves to their id. */
  readonly actions?: readonly Row[];
  /** What is wrong with a text; undefined if it is valid. */
  readonly problem: (text: string) => string | undefined;
  readonly active?: string | undefined;
  readonly load?: (refresh: () => void) => Promise<void>;
}

/** The typed or selected text, or the id of an action. */
export type TextAnswer = { readonly text: string } | { readonly action: string };

const typedId = 'typed:';

/** Asks for a text: the first row is the typed text, with its problem. */
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

/** The label is the typed text, so that VS Code sorts the row before all other matches. */
function typedRow(typed: string, problem: string | undefined): Row {
  return problem === undefined
    ? { id: typedId, label: typed, alwaysShow: true }
    : { id: typedId, icon: 'error', label: typed, description: problem, alwaysShow: true, message: true };
}
