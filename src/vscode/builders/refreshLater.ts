import type { BuilderModel } from './builderModel.ts';

/** Asks for the builders anew; what fails is shown where they are. */
export function refreshLater(model: Pick<BuilderModel, 'refresh'>): void {
  model.refresh(true).catch(() => undefined);
}
