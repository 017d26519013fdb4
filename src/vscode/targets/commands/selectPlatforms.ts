import { workspace } from 'vscode';
import { builderChoice } from '../../builders/builderChoice.ts';
import type { BuilderModel } from '../../builders/builderModel.ts';
import { askPlatforms } from '../../builders/platforms/askPlatforms.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import { neededBy } from '../needs.ts';
import type { TargetPlatforms } from '../targetPlatforms.ts';
import { platformActionTexts } from '../texts/clusters.ts';
import { shortHowText } from '../../builders/texts/how.ts';
import { makeable } from '../../../domain/builder/platforms/makeable.ts';
import { askAlone } from '../../shared/picks/askAlone.ts';
import type { Row } from '../../shared/picks/ui.ts';
import type { ClusterCommand } from './deps.ts';
import { showStatus } from '../../shared/dialogs/messages.ts';

export interface SelectPlatformsDeps {
  readonly clusters: Pick<ClusterModel, 'chosen' | 'targets'>;
  readonly targets: Pick<TargetPlatforms, 'targets' | 'set' | 'follow'>;
  readonly builders: Pick<BuilderModel, 'known' | 'inUse' | 'refresh'>;
}

const follow = 'follow';

/** `Choose Target Platforms…`: sets the default platforms of this workspace. Contacts no cluster. */
export function selectPlatforms({ clusters, targets, builders }: SelectPlatformsDeps): ClusterCommand {
  return async () => {
    const now = targets.targets(workspace.workspaceFolders?.[0]?.uri);
    const known = usedBuilder(builders);
    const chosen = await askAlone(platformActionTexts.selectTitle(), (ui) =>
      askPlatforms(ui, {
        placeholder: platformActionTexts.select(),
        ticked: now.platforms,
        first: [...clusters.targets, ...now.platforms, ...(known ? makeable(known) : [])],
        describe: (platform, ticked) => describe(platform, ticked, { clusters, builders }),
        instead: now.by === 'hand' && clusters.chosen.length > 0 ? followRow(clusters.targets) : undefined,
        load: async () => {
          // platforms that the builder does not report are not shown
          await builders.refresh().catch(() => undefined);
        },
      }),
    );
    if (chosen === undefined) {
      return;
    }
    if (chosen[0] === follow) {
      await targets.follow();
      showStatus(platformActionTexts.followed(clusters.targets.join(', ')), 5000);
    } else if (!sameOnes(chosen, now.platforms)) {
      await targets.set(chosen);
      showStatus(platformActionTexts.set(chosen.join(', ')), 5000);
    }
  };
}

function followRow(needed: readonly string[]): Row {
  return {
    id: follow,
    label: platformActionTexts.follow(),
    icon: 'sync',
    description: platformActionTexts.followMore(needed.join(', ')),
  };
}

function describe(
  platform: string,
  ticked: readonly string[],
  { clusters, builders }: Pick<SelectPlatformsDeps, 'clusters' | 'builders'>,
): string | undefined {
  const builder = usedBuilder(builders);
  const choice = builder && builderChoice(builder, undefined);
  const among = [...new Set([...ticked, platform])];
  const words = [
    neededBy(platform, clusters.chosen),
    choice && shortHowText(choice.platformHow(platform, among), platform, choice),
  ].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words.join(' · ');
}

function usedBuilder({ known, inUse }: Pick<BuilderModel, 'known' | 'inUse'>) {
  const used = inUse()?.name;
  return known?.find(({ name }) => name === used);
}

function sameOnes(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each));
}
