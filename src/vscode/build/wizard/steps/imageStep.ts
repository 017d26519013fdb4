import { nameOf } from '../../../../domain/sources/buildSource.ts';
import { suggestImages } from '../../../../domain/sources/manifests/suggestImages.ts';
import type { ImageHints, WizardContext } from '../context.ts';
import { imageProblem, imageRows, rowIds, type ImagesView } from '../rows/imageRows.ts';
import { chosen, isFixed, isNameable, type NextStep, type WizardState, type WizardStep } from '../state.ts';
import type { Given, Reaction } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Names to build with; `cacheOnly`: deliberately none. */
interface ImageAnswer {
  readonly tags: readonly string[];
  readonly cacheOnly?: boolean;
}

/** Asks for the image name; `mustBeNamed`: a name is required. */
export function imageStep(context: WizardContext, mustBeNamed = false): WizardStep {
  return {
    id: 'image',
    applies: (state) => isNameable(state) && !isFixed(state, 'image'),
    async ask(state, ui) {
      const { folder } = chosen(state);
      let hints: ImageHints = { workloads: [], version: undefined };
      const view = () => ({ ...imagesView(state, hints, context), mustBeNamed });
      const answer = await ui.pick<ImageAnswer>({
        placeholder: l10n.t('Image name and tag, such as registry.example.com/team/app:1.0'),
        active: activeRow(state, view()),
        rows: (typed) => imageRows(view(), typed),
        accept: (given) => acceptImage(given, view()),
        load: async () => {
          hints = await context.imageHints(folder);
        },
      });
      return next(state, answer);
    },
  };
}

/** The previous answer, unless a build just failed for it. */
function activeRow({ tags, failedTags }: WizardState, { suggestions }: ImagesView): string | undefined {
  const [former, ...more] = tags;
  const wanted = failedTags?.join('\n') === tags.join('\n') ? suggestions[0]?.reference : former;
  return more.length > 0 && wanted === former ? rowIds.former : wanted === undefined ? undefined : `image:${wanted}`;
}

/** An invalid name is never accepted, and neither is a digest. */
function acceptImage({ typed, row }: Given, view: ImagesView): Reaction<ImageAnswer> {
  if (!row) {
    return {};
  }
  switch (row.id) {
    case rowIds.typed:
      return imageProblem(typed) === undefined ? { answer: { tags: [typed] } } : {};
    case rowIds.former:
      return { answer: { tags: view.former } };
    case rowIds.defined:
      return { answer: { tags: [] } };
    case rowIds.none:
      return { answer: { tags: [], cacheOnly: true } };
    default:
      return { answer: { tags: [row.label] } };
  }
}

/** Whether the name is unchanged since the source's last build, which the row then shows. */
function isLastBuild({ tags, former }: WizardState): boolean {
  return former?.tags?.join('\n') === tags.join('\n');
}

function imagesView(state: WizardState, hints: ImageHints, { deps }: WizardContext): ImagesView {
  const { folder, source } = chosen(state);
  const defined = source.kind === 'dockerfile' ? [] : source.tags;
  return {
    suggestions: suggestImages({
      name: nameOf(source, folder.name),
      answered: isLastBuild(state) ? [] : state.tags,
      recent: deps.memory.recentImages(folder),
      last: deps.memory.lastBuild(folder)?.request.tags ?? [],
      failed: state.failedTags ?? [],
      setting: deps.settings(folder).image,
      defined,
      ...hints,
    }),
    defined,
    former: state.tags,
  };
}

function next(state: WizardState, { tags, cacheOnly }: ImageAnswer): NextStep {
  const same = tags.join('\n') === state.tags.join('\n');
  // a folder named after the image is renamed with it
  const named = { ...state, tags, ...(same ? {} : { destination: undefined }) };
  return cacheOnly ? { state: { ...named, output: 'cache' }, settled: ['output'] } : { state: named };
}
