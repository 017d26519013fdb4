import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';

/** A command of the Target Platforms view: called with its row, or from the palette without one. Its rejection is shown. */
export type ClusterCommand = (element?: { readonly kind: string; readonly context?: string }) => Promise<void>;

export interface ClusterCommandDeps {
  readonly clusters: ClusterModel;
  readonly builders: Pick<BuilderModel, 'refresh'>;
}
