import { ConfigurationTarget, EventEmitter, type Event, type Uri, workspace } from 'vscode';
import { section, settings } from '../settings.ts';
import type { ClusterModel } from './clusterModel.ts';
import { targetsOf } from './targetsOf.ts';
import { disposables, disposeAll } from '../shared/disposeAll.ts';

/** What a build makes when it does not say, and who says so. */
export interface Targets {
  /** Never empty; normalised. */
  readonly platforms: readonly string[];
  /**
   * `hand`: the setting names them; `clusters`: the chosen clusters need them; `docker`: `DOCKER_DEFAULT_PLATFORM` does;
   * `usual`: nothing is known.
   */
  readonly by: 'hand' | 'clusters' | 'docker' | 'usual';
}

/** The platforms that a build in this folder makes when it does not say; never empty. */
export type TargetPlatformsOf = (scope?: Uri) => readonly string[];

/** The setting `multiarch.platforms` together with the clusters. */
export interface TargetPlatforms {
  readonly onDidChange: Event<void>;
  targets(scope?: Uri): Targets;
  /** Names the platforms by hand: writes the setting for this workspace. */
  set(platforms: readonly string[]): Promise<void>;
  /** Follows the clusters again. */
  follow(): Promise<void>;
  dispose(): void;
}

const key = 'platforms';

/** @param docker what Docker's own default is */
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
      if (event.affectsConfiguration(`${section}.${key}`)) {
        changes.fire();
      }
    }),
  );
  return {
    onDidChange: changes.event,
    targets: (scope) => targetsOf(settings.platforms(scope) ?? [], model.targets, docker),
    set: (platforms) => write(platforms),
    follow: () => write(namedElsewhere() ? 'auto' : undefined),
    dispose() {
      disposeAll([listeners, changes]);
    },
  };
}

/**
 * Writes the setting of this workspace, or of the user where no folder is open. A folder of several that has platforms of its
 * own is changed too, since those would be obeyed.
 */
async function write(value: readonly string[] | 'auto' | undefined): Promise<void> {
  const folders = workspace.workspaceFile === undefined ? [] : (workspace.workspaceFolders ?? []);
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await workspace.getConfiguration(section).update(key, value, target);
  for (const folder of folders) {
    const configuration = workspace.getConfiguration(section, folder.uri);
    if (configuration.inspect(key)?.workspaceFolderValue !== undefined) {
      // without one of its own it has that of the workspace
      await configuration.update(key, undefined, ConfigurationTarget.WorkspaceFolder);
    }
  }
}

/** Whether the user's own setting would count where the workspace has none. */
function namedElsewhere(): boolean {
  return (
    workspace.workspaceFolders !== undefined &&
    Array.isArray(workspace.getConfiguration(section).inspect(key)?.globalValue)
  );
}
