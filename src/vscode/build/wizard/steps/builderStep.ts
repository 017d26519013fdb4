import type { Builder } from '../../../../domain/builder/builder.ts';
import type { WizardContext } from '../context.ts';
import { builderOf, builderRows, rowIdOf, setUpRow } from '../rows/builderRows.ts';
import { chosen, type WizardState, type WizardStep } from '../state.ts';
import type { StepUi } from '../../../shared/picks/ui.ts';
import { l10n } from '../../../shared/l10n.ts';

type Wish = { readonly name: string } | 'setUp';

/** Selects the builder. Not part of the sequence: the plan leads here. */
export function builderStep(context: WizardContext): WizardStep {
  const { deps } = context;
  return {
    id: 'builder',
    applies: () => false,
    async ask(state, ui) {
      const wish = await askBuilder(state, ui, context);
      if (wish !== 'setUp') {
        return { state: await withBuilder(wish.name, state, ui, context) };
      }
      ui.hide();
      const builder = await deps.setUpBuilder();
      context.forgetBuilders();
      return { state: builder === undefined ? state : { ...state, builder } };
    },
  };
}

function askBuilder(state: WizardState, ui: StepUi, context: WizardContext): Promise<Wish> {
  const { folder } = chosen(state);
  const inUse = () => context.builder(folder, state.builder)?.name ?? state.builder;
  const now = inUse();
  let builders: readonly Builder[] | undefined;
  return ui.pick<Wish>({
    placeholder: l10n.t('Which builder should this build use?'),
    active: now === undefined ? undefined : rowIdOf(now),
    rows: () => builderRows({ builders, inUse: inUse() }),
    accept: ({ row }) => {
      const name = row && builderOf(row);
      return name !== undefined ? { answer: { name } } : row?.id === setUpRow ? { answer: 'setUp' } : {};
    },
    async load(refresh) {
      builders = await context.builders((known) => {
        builders = known;
        refresh();
      });
    },
  });
}

/** Another builder applies to this build, or to the whole workspace. */
async function withBuilder(name: string, state: WizardState, ui: StepUi, context: WizardContext): Promise<WizardState> {
  if (name === context.builder(chosen(state).folder, state.builder)?.name) {
    return state;
  }
  const forAll = await ui.pick<boolean>({
    placeholder: l10n.t('What should use builder {0}?', name),
    rows: () => [
      { id: 'once', icon: 'play', label: l10n.t('This build') },
      { id: 'always', icon: 'root-folder', label: l10n.t('This workspace from now on') },
    ],
    accept: ({ row }) => (row ? { answer: row.id === 'always' } : {}),
  });
  if (!forAll) {
    return { ...state, builder: name };
  }
  await context.deps.useBuilder(name);
  context.forgetBuilders();
  return { ...state, builder: undefined };
}
