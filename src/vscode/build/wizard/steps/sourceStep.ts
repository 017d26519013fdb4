import { isRequestOf } from '../../../../domain/sources/buildSource.ts';
import type { FoundSource, FoundSources } from '../../../workspaceSources.ts';
import type { WizardContext } from '../context.ts';
import { sourceRows } from '../rows/sourceRows.ts';
import { isFixed, platformsToBegin, stateFrom, withFixed, type WizardState, type WizardStep } from '../state.ts';
import { l10n } from '../../../shared/l10n.ts';

/**
 * Selects what to build.
 *
 * @param among restricts the sources, if the file is already known
 */
export function sourceStep(context: WizardContext, among?: readonly FoundSource[]): WizardStep {
  return {
    id: 'source',
    applies: (state) => !isFixed(state, 'source'),
    decides: true,
    async ask(state, ui) {
      let found: FoundSources | undefined = among && { sources: among, running: [], tooComplex: [] };
      const picked = await ui.pick<FoundSource>({
        placeholder: l10n.t('What should be built?'),
        active: undefined,
        rows: () => (found ? sourceRows(found, lastOf(found.sources, context), state.fixed !== undefined) : []),
        load: async () => {
          found ??= await context.sources();
        },
        only: () => (state.found ? undefined : onlyIn(found)),
        accept: ({ row }) => {
          const answer = row && !row.message ? found?.sources[Number(row.id)] : undefined;
          return answer ? { answer } : {};
        },
      });
      void context.askBuilder(picked.folder, state.builder);
      const one = await context.described(picked);
      if (one === state.found) {
        return { state };
      }
      const next = withSource(state, one, context);
      const isOnly = !state.found && picked === onlyIn(found);
      return {
        state: isOnly ? { ...next, isOnlySource: true } : next,
        reopen: ['context', 'stage', 'inputs', 'image'],
        unasked: isOnly,
      };
    },
  };
}

/** The first source brings the answers of its last build; a change of the source keeps the other answers. */
export function withSource(state: WizardState, found: FoundSource, { deps }: WizardContext): WizardState {
  const last = deps.memory.lastBuild(found.folder)?.request;
  const former = last && isRequestOf(last, found.source) ? last : undefined;
  const platforms = platformsToBegin(found.source, last, deps.settings(found.folder).platforms);
  const begun = stateFrom(former ?? {}, found, platforms);
  const fresh = former ? begun : { ...begun, context: undefined, former: undefined };
  if (!state.found) {
    return withFixed(fresh, state.fixed);
  }
  const { output, builder } = state;
  return withFixed({ ...fresh, platforms: state.platforms, ...(output && { output }), builder }, state.fixed);
}

/** A file that is too complex may have other sources. */
function onlyIn(found: FoundSources | undefined): FoundSource | undefined {
  const [first, ...more] = found?.sources ?? [];
  return more.length === 0 && found?.tooComplex.length === 0 ? first : undefined;
}

function lastOf(found: readonly FoundSource[], { deps: { memory } }: WizardContext): FoundSource | undefined {
  const built = found.filter(({ folder, source }) => {
    const last = memory.lastRequest(folder);
    return last !== undefined && isRequestOf(last, source);
  });
  return built.find(({ folder }) => folder.uri.toString() === memory.lastFolder()) ?? built[0];
}
