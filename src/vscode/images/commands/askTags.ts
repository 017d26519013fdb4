import { newestFirst } from '../../../domain/image/tagOrder.ts';
import { parseReference } from '../../../domain/image/reference.ts';
import { addTagTexts } from '../texts/actions.ts';
import { referenceProblemText } from '../../shared/text/problems.ts';
import { askAlone } from '../../shared/picks/askAlone.ts';
import type { Row } from '../../shared/picks/ui.ts';

interface Question {
  /** The full reference without a tag. */
  readonly repository: string;
  /** Tags that are already in the view. */
  readonly present: readonly string[];
  readonly list: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Why the registry did not list its tags, in a sentence. */
  readonly explain: (error: unknown) => string;
}

/** Asks for tags of a repository: listed or typed ones. Undefined if canceled. */
export function askTags({ repository, present, list, explain }: Question): Promise<readonly string[] | undefined> {
  let offered: readonly string[] = [];
  let problem: string | undefined;
  const left = new AbortController();
  return askAlone(addTagTexts.title(repository), (ui) =>
    ui.pick<readonly string[]>({
      placeholder: addTagTexts.which(),
      many: true,
      rows: (typed) => [
        ...(problem === undefined
          ? []
          : [{ id: '', label: problem, icon: 'error', message: true, alwaysShow: true } as const]),
        ...offered.map((tag) => ({ id: tag, label: tag })),
        ...(typed === '' || offered.includes(typed) ? [] : [typedRow(repository, typed)]),
      ],
      accept: ({ typed, ticked }) => {
        const wanted = ticked.length === 0 && typed !== '' ? [typed] : ticked;
        return wanted.length > 0 && wanted.every((tag) => parseReference(`${repository}:${tag}`).ok)
          ? { answer: wanted }
          : {};
      },
      async load(refresh) {
        try {
          offered = newestFirst((await list(left.signal)).filter((tag) => !present.includes(tag)));
          problem = offered.length === 0 ? addTagTexts.none(repository) : undefined;
        } catch (error) {
          problem = explain(error);
        }
        refresh();
      },
    }),
  ).finally(() => {
    left.abort();
  });
}

function typedRow(repository: string, typed: string): Row {
  const parsed = parseReference(`${repository}:${typed}`);
  const row = { id: typed, label: typed, alwaysShow: true };
  return parsed.ok
    ? { ...row, description: addTagTexts.useTag() }
    : { ...row, icon: 'error', description: referenceProblemText(parsed.problem), message: true };
}
