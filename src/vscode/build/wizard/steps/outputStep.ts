import type { BuildOutput } from '../../../../domain/build/request.ts';
import { wayOutText } from '../../texts/wizard.ts';
import type { WizardContext } from '../context.ts';
import {
  hindranceOf,
  hindranceText,
  outputLabel,
  outputRows,
  type Hindrance,
  type OutputsView,
} from '../rows/outputRows.ts';
import {
  chosen,
  destinationOf,
  isFixed,
  isNameable,
  isNamed,
  type NextStep,
  type WizardState,
  type WizardStep,
} from '../state.ts';
import { Left, type StepUi } from '../../../shared/picks/ui.ts';
import { withNewBuilder } from './newBuilder.ts';
import { l10n } from '../../../shared/l10n.ts';

/** Selects the output. An impossible output leads to what would make it possible. */
export function outputStep(context: WizardContext): WizardStep {
  return {
    id: 'output',
    applies: (state) => !isFixed(state, 'output'),
    async ask(state, ui) {
      let now = state;
      for (;;) {
        const output = await askOutput(now, ui, context);
        const view = viewOf(now, context);
        const hindrance = hindranceOf(output, view);
        if (!hindrance) {
          return { state: { ...now, output } };
        }
        const wayOut = await askWayOut(output, hindrance, view, ui);
        switch (wayOut) {
          case undefined:
            break;
          case 'createBuilder':
            now = await withNewBuilder(now, ui, context);
            if (!hindranceOf(output, viewOf(now, context))) {
              return { state: { ...now, output } };
            }
            break;
          case 'push':
            if (!hindranceOf('push', view)) {
              return { state: { ...now, output: 'push' } };
            }
            break;
          case 'onePlatform':
            return leadTo('platforms', now);
          case 'name':
            return leadTo('image', now);
        }
      }
    },
  };
}

function viewOf(state: WizardState, context: WizardContext): OutputsView {
  const { folder } = chosen(state);
  const { platforms, tags, builder } = state;
  return {
    builder: context.builder(folder, builder),
    platforms,
    tags,
    named: isNamed(state),
    several: !isNameable(state),
    destination: destinationOf(state),
  };
}

function askOutput(state: WizardState, ui: StepUi, context: WizardContext): Promise<BuildOutput> {
  const { folder } = chosen(state);
  return ui.pick<BuildOutput>({
    placeholder: l10n.t('Where should the image go?'),
    active: state.output,
    rows: () => outputRows(viewOf(state, context)),
    accept: ({ row }) => (row ? { answer: row.id as BuildOutput } : {}),
    load: () => context.askBuilder(folder, state.builder),
  });
}

/** Undefined: back to the outputs. */
async function askWayOut(
  output: BuildOutput,
  hindrance: Hindrance,
  view: OutputsView,
  ui: StepUi,
): Promise<Hindrance['wayOut'] | undefined> {
  const { wayOut } = hindrance;
  try {
    return await ui.pick<Hindrance['wayOut'] | undefined>({
      placeholder: `${outputLabel(output)}: ${hindranceText(hindrance, view)}`,
      rows: () => [
        { id: wayOut, icon: 'lightbulb', label: wayOutText(wayOut) },
        { id: 'other', icon: 'arrow-left', label: l10n.t('Choose Another Output') },
      ],
      accept: ({ row }) => (row ? { answer: row.id === wayOut ? wayOut : undefined } : {}),
    });
  } catch (error) {
    if (error instanceof Left && error.how === 'back') {
      return undefined;
    }
    throw error;
  }
}

/** Back to an earlier step, which leads to this one again. */
function leadTo(step: 'platforms' | 'image', state: WizardState): NextStep {
  return { state, goTo: step, reopen: ['output'] };
}
