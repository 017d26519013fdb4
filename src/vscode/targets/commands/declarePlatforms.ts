import { safeText } from '../../../domain/safeText.ts';
import { askPlatforms } from '../../builders/platforms/askPlatforms.ts';
import type { ClusterModel } from '../clusters/clusterModel.ts';
import { declareClusterPlatforms } from '../../settings/clusterPlatforms.ts';
import { showPick } from '../../shared/picks/picks.ts';
import { settings } from '../../settings/settings.ts';
import { platformActionTexts } from '../texts/clusters.ts';
import { askAlone } from '../../shared/picks/askAlone.ts';
import type { ClusterCommand } from './deps.ts';
import { tellNoneChosen } from './tellNoneChosen.ts';

/** `Declare Cluster Platforms…`: the platforms of nodes that cannot be listed. */
export function declarePlatforms({ clusters }: { readonly clusters: ClusterModel }): ClusterCommand {
  return async (element) => {
    const context = element?.context ?? (await pickContext(clusters));
    if (context === undefined) {
      return;
    }
    const known = clusters.chosen.find((cluster) => cluster.context === context)?.known;
    const declared = Object.entries(settings.clusterPlatforms()).find(([name]) => name === context)?.[1];
    const platforms = await askAlone(platformActionTexts.declareTitle(context), (ui) =>
      askPlatforms(ui, {
        placeholder: platformActionTexts.declare(),
        ticked: declared ?? (known?.groups ?? []).map(({ platform }) => platform).filter((each) => each !== 'unknown'),
        none: true,
      }),
    );
    if (platforms !== undefined) {
      await declareClusterPlatforms(context, platforms);
      await clusters.refresh({ context });
    }
  };
}

async function pickContext({ chosen }: ClusterModel): Promise<string | undefined> {
  const [only, ...more] = chosen;
  if (!only) {
    await tellNoneChosen();
    return undefined;
  }
  if (more.length === 0) {
    return only.context;
  }
  const rows = chosen.map(({ context }) => ({
    context,
    label: safeText(context),
    icon: 'server-environment',
  }));
  return (await showPick(rows, { placeHolder: platformActionTexts.declareWhich() }))?.context;
}
