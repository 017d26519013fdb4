import { parseReference } from '../../../../domain/image/reference.ts';
import type { ImageSuggestion } from '../../../../domain/sources/manifests/suggestImages.ts';
import { originText } from '../../texts/wizard.ts';
import { referenceProblemText } from '../../../shared/text/problems.ts';
import type { Row } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

export interface ImagesView {
  readonly suggestions: readonly ImageSuggestion[];
  /** The names that the bake or Compose file defines, if any. */
  readonly defined: readonly string[];
  /** Several previous names; they cannot be typed, only kept. */
  readonly former: readonly string[];
  /** A name is required. */
  readonly mustBeNamed?: boolean;
}

export const rowIds = { typed: 'typed', none: 'none', defined: 'defined', former: 'former' } as const;

/** What is wrong with an image name for a build; undefined if it is valid. */
export function imageProblem(typed: string): string | undefined {
  const parsed = parseReference(typed);
  if (!parsed.ok) {
    return referenceProblemText(parsed.problem);
  }
  return parsed.value.digest === undefined
    ? undefined
    : l10n.t('remove the digest "@…": it results from the build and cannot be chosen');
}

/** The rows of the pick: the typed text comes first, with its problem. */
export function imageRows(
  { suggestions, defined, former, mustBeNamed = false }: ImagesView,
  typed: string,
): readonly Row[] {
  return [
    ...(typed === '' ? [] : [typedRow(typed)]),
    ...(former.length > 1
      ? [{ id: rowIds.former, label: former.join(', '), description: l10n.t('as before'), alwaysShow: true }]
      : []),
    ...suggestions.map(({ reference, origin }): Row => ({
      id: `image:${reference}`,
      label: reference,
      description: [originText(origin), ...(hasTag(reference) ? [] : [noTagText()])].join(' · '),
      alwaysShow: true,
      editable: reference,
    })),
    ...otherwise(defined, mustBeNamed),
  ];
}

/** The alternatives to a name. */
function otherwise(defined: readonly string[], mustBeNamed: boolean): readonly Row[] {
  if (defined.length > 0) {
    const label = l10n.t('Names from the file');
    return [{ id: rowIds.defined, icon: 'file', label, description: defined.join(', '), alwaysShow: true }];
  }
  const label = l10n.t('No name');
  const none = { id: rowIds.none, icon: 'circle-slash', label, description: l10n.t('cache only'), alwaysShow: true };
  return mustBeNamed ? [] : [none];
}

/** The label is the typed text, so that VS Code sorts the row before all other matches. */
function typedRow(typed: string): Row {
  const problem = imageProblem(typed);
  return problem === undefined
    ? {
        id: rowIds.typed,
        label: typed,
        description: hasTag(typed) ? l10n.t('use this name') : noTagText(),
        alwaysShow: true,
      }
    : { id: rowIds.typed, icon: 'error', label: typed, description: problem, alwaysShow: true, message: true };
}

function hasTag(reference: string): boolean {
  const parsed = parseReference(reference);
  return parsed.ok && parsed.value.tag !== undefined;
}

function noTagText(): string {
  return l10n.t('no tag: ":latest" will be used');
}
