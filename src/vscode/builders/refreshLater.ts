import type { BuilderModel } from './builderModel.ts';

/** Queries the builders again; failures are shown in the view. */
export function refreshLater(model: Pick<BuilderModel, 'refresh'>): void {
  model.refresh(true).catch(() => undefined);
}
