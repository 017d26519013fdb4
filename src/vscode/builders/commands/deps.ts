import type { Builder } from '../../../domain/builder/builder.ts';
import type { BuilderActions } from '../../../services/builders/actions.ts';
import type { Builders } from '../../../services/builders/builders.ts';
import type { Emulation } from '../../../services/builders/emulation.ts';
import type { BuildHistory } from '../../../services/builders/history.ts';
import type { BuilderModel } from '../builderModel.ts';
import { chooseBuilder } from '../chooseBuilder.ts';
import type { InstallEmulators } from '../installEmulators.ts';
import type { ReadOnlyDocuments } from '../../shared/dialogs/readOnlyDocuments.ts';
import type { TargetPlatformsOf } from '../../shared/targetPlatformsOf.ts';
import { actionTexts } from '../texts/builders.ts';
import type { BuildersElement } from '../view/elements.ts';
import { showInformation } from '../../shared/dialogs/messages.ts';
import { tellNone } from '../tellNone.ts';

/** The dependencies of the builder commands. */
export interface BuilderCommandDeps {
  readonly actions: BuilderActions;
  readonly model: BuilderModel;
  readonly documents: ReadOnlyDocuments;
  readonly builders: Pick<Builders, 'inUse'>;
  readonly emulation: Pick<Emulation, 'check'>;
  readonly installEmulators: InstallEmulators;
  readonly history: BuildHistory;
  readonly targetPlatforms: TargetPlatformsOf;
}

/** A command of the view: called with its row, or from the palette without one. Its rejection is shown. */
export type BuilderCommand = (element?: BuildersElement) => Promise<void>;

/** The purposes that a new builder serves. */
const helpful: ReadonlySet<string> = new Set(['useHere', 'useAsDefault', 'start', 'showDetails', 'copyCommand']);

/** The builder of the row, or one selected from those that the command applies to. */
export async function builderFor(
  element: BuildersElement | undefined,
  model: BuilderModel,
  purpose: keyof typeof actionTexts.pickTo,
  suits: (builder: Builder) => boolean,
): Promise<Builder | undefined> {
  if (element && 'builder' in element) {
    return element.builder;
  }
  const chosen = await chooseBuilder(model, { placeholder: actionTexts.pickTo[purpose](), suits });
  if (chosen === 'none') {
    const none = actionTexts.noneTo[purpose]();
    void (helpful.has(purpose) ? tellNone(none) : showInformation(none));
    return undefined;
  }
  return chosen?.builder;
}
