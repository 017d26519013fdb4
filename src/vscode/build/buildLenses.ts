import { type Disposable, type Event, workspace } from 'vscode';
import { commandIds } from '../commandIds.ts';
import { section, settings } from '../settings/settings.ts';
import { registerLenses, type Lens } from '../shared/codeLenses.ts';
import type { TargetPlatformsOf } from '../shared/targetPlatformsOf.ts';
import type { WorkspaceSources } from '../workspaceSources.ts';
import { lensTexts } from './texts/lenses.ts';

export interface BuildLensDeps {
  readonly sources: Pick<WorkspaceSources, 'sourceAt'>;
  readonly targetPlatforms: TargetPlatformsOf;
  readonly onDidChangeTargets: Event<void>;
}

/** Fires when the lenses are switched on or off. */
const onDidSwitch: Event<unknown> = (listener) =>
  workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${section}.codeLens`)) {
      listener(event);
    }
  });

/** Build commands above the last `FROM` of a Dockerfile of the workspace, which begins the stage that is built by default. */
export function createBuildLenses({ sources, targetPlatforms, onDidChangeTargets }: BuildLensDeps): Disposable {
  return registerLenses(
    { language: 'dockerfile', scheme: 'file' },
    {
      changes: [onDidChangeTargets, onDidSwitch, workspace.onDidGrantWorkspaceTrust],
      async lensesOf(file): Promise<readonly Lens[]> {
        if (!workspace.isTrusted || !settings.showsCodeLens()) {
          return [];
        }
        // a bake or Compose file has no stages
        const [found] = await sources.sourceAt(file, () => Promise.resolve([]));
        const last = found?.source.kind === 'dockerfile' ? found.source.stages.at(-1) : undefined;
        if (!last) {
          return [];
        }
        const line = last.line - 1;
        return [
          {
            line,
            title: lensTexts.build(targetPlatforms(file)),
            tooltip: lensTexts.buildMore(),
            command: commandIds.buildImage,
          },
          { line, title: lensTexts.local(), tooltip: lensTexts.localMore(), command: commandIds.buildLocal },
        ];
      },
    },
  );
}
