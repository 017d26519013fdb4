import type { ClusterModel } from '../clusters/clusterModel.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';

/** A command of the view of platforms: called with its row, or from the palette without one. What it rejects with is shown. */
export type ClusterCommand = (element?: { readonly kind: string; readonly context?: string }) => Promise<void>;

export interface ClusterCommandDeps {
  readonly clusters: ClusterModel;
  readonly builders: Pick<BuilderModel, 'refresh'>;
}
