import type { SafeText } from '../../../domain/safeText.ts';
import { formatReference, parseReference } from '../../../domain/image/reference.ts';
import type { NamedImage } from '../../../domain/sources/manifests/workspaceImages.ts';
import { imageTexts } from '../texts/images.ts';
import { imageActionTexts } from '../texts/actions.ts';
import { referenceProblemText } from '../../shared/text/problems.ts';
import { askAlone } from '../../shared/picks/askAlone.ts';
import type { Row } from '../../shared/picks/ui.ts';

interface Question {
  readonly title: SafeText;
  readonly placeholder?: string;
  /** The suggestions. */
  readonly offered: readonly NamedImage[];
}

const typedId = 'typed';

/** Asks for an image: one of the workspace, or a typed one. Resolves to the full reference; undefined if canceled. */
export function askImage({ title, placeholder, offered }: Question): Promise<string | undefined> {
  return askAlone(title, (ui) =>
    ui.pick<string>({
      placeholder: placeholder ?? imageActionTexts.which(),
      rows: (typed) => [...(typed === '' ? [] : [typedRow(typed)]), ...offered.map(offeredRow)],
      accept: ({ typed, row }) => {
        const wanted = row === undefined || row.id === typedId ? typed : row.label;
        const parsed = parseReference(wanted);
        return parsed.ok ? { answer: formatReference(parsed.value) } : {};
      },
    }),
  );
}

function typedRow(typed: string): Row {
  const parsed = parseReference(typed);
  const row = { id: typedId, label: typed, alwaysShow: true };
  return parsed.ok
    ? { ...row, description: imageActionTexts.useName() }
    : { ...row, icon: 'error', description: referenceProblemText(parsed.problem), message: true };
}

function offeredRow({ id, by: [by] }: NamedImage): Row {
  return { id, label: id, ...(by && { description: imageTexts.namer(by) }) };
}
