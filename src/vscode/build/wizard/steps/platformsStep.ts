import type { BuildSource } from '../../../../domain/sources/buildSource.ts';
import type { WizardContext } from '../context.ts';
import { listedPlatforms, platformRows, type PlatformsView } from '../../../builders/platforms/platformRows.ts';
import { platformList } from '../../../../domain/platform.ts';
import { chosen, isFixed, type WizardState, type WizardStep } from '../state.ts';
import { acceptPlatforms } from '../../../builders/platforms/acceptPlatforms.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Selects the platforms, and shows how the builder would build each of them. */
export function platformsStep(context: WizardContext): WizardStep {
  // selections survive going back and forth
  let draft: readonly string[] | undefined;
  let draftOf: WizardState['found'];
  const neededBy = (platform: string) => context.deps.neededBy(platform);
  return {
    id: 'platforms',
    applies: (state) => !isFixed(state, 'platforms'),
    async ask(state, ui) {
      const { folder } = chosen(state);
      const ticked = draft && draftOf === state.found ? draft : platformList(state.platforms);
      const first = listedPlatforms(ticked, othersOf(state, context), undefined);
      let refused: string | undefined;
      const view = (now: readonly string[]): PlatformsView => {
        const builder = context.builder(folder, state.builder);
        return {
          listed: listedPlatforms(first, now, builder),
          builder,
          ticked: now,
          refused,
          neededBy,
        };
      };
      const platforms = await ui.pick<readonly string[]>({
        placeholder: l10n.t('Select the target platforms; type to filter or add another'),
        many: true,
        ticked,
        rows: (typed, now) => platformRows(view(now), typed),
        onTicked: (now) => {
          draft = now;
          draftOf = state.found;
        },
        accept: (given) => {
          const reaction = acceptPlatforms(given, view(given.ticked).listed);
          refused = 'answer' in reaction || reaction.ticked ? undefined : given.typed;
          draft = 'answer' in reaction ? draft : (reaction.ticked ?? draft);
          draftOf = state.found;
          return reaction;
        },
        load: () => context.askBuilder(folder, state.builder),
      });
      draft = undefined;
      return { state: { ...state, platforms } };
    },
  };
}

/** Other platforms that may be wanted. */
function othersOf(state: WizardState, { deps }: WizardContext): readonly string[] {
  const { folder, source } = chosen(state);
  return [...named(source), ...deps.memory.knownPlatforms(folder), ...deps.settings(folder).platforms];
}

function named(source: BuildSource): readonly string[] {
  return source.kind === 'dockerfile' ? source.stages.flatMap(({ platform }) => platform ?? []) : source.platforms;
}
