import { ConfigurationTarget, workspace } from 'vscode';
import { declaredAfter } from './declaredAfter.ts';
import { section } from './settings.ts';

const key = 'clusterPlatforms';

/** Declares the platforms of a cluster's nodes; without platforms, removes the declaration. */
export async function declareClusterPlatforms(context: string, platforms: readonly string[]): Promise<void> {
  const here = workspace.workspaceFolders !== undefined;
  const found = workspace.getConfiguration(section).inspect<unknown>(key);
  const [own, inherited] = here ? [found?.workspaceValue, found?.globalValue] : [found?.globalValue, undefined];
  const target = here ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  const next = declaredAfter({ own, inherited }, context, platforms);
  await workspace.getConfiguration(section).update(key, next, target);
}
