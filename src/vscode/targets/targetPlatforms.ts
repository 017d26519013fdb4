import { EventEmitter, type Event, type Uri, workspace } from 'vscode';
import { areNamedByUser, writePlatforms } from '../settings/platforms.ts';
import { section, settings } from '../settings/settings.ts';
import type { ClusterModel } from './clusters/clusterModel.ts';
import { targetsOf, type Targets } from '../../domain/cluster/chosen/targetsOf.ts';
import { disposables, disposeAll } from '../shared/disposeAll.ts';

/** The setting `multiarch.platforms` combined with the clusters. */
export interface TargetPlatforms {
  readonly onDidChange: Event<void>;
  targets(scope?: Uri): Targets;
  /** Sets the platforms manually: writes the setting of this workspace. */
  set(platforms: readonly string[]): Promise<void>;
  /** Follows the clusters again. */
  follow(): Promise<void>;
  dispose(): void;
}

/** @param docker Docker's own default */
export function createTargetPlatforms(
  model: Pick<ClusterModel, 'targets' | 'onDidChange'>,
  docker: readonly string[],
): TargetPlatforms {
  const changes = new EventEmitter<void>();
  const listeners = disposables(
    model.onDidChange(() => {
      changes.fire();
    }),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.platforms`)) {
        changes.fire();
      }
    }),
  );
  return {
    onDidChange: changes.event,
    targets: (scope) => targetsOf(settings.platforms(scope) ?? [], model.targets, docker),
    set: (platforms) => writePlatforms(platforms),
    follow: () => writePlatforms(areNamedByUser() ? 'auto' : undefined),
    dispose() {
      disposeAll([listeners, changes]);
    },
  };
}
