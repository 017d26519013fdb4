import type { ArchitectureState } from '../../../domain/cluster/architecture.ts';
import { joinText, safeText, text, type SafeText } from '../../../domain/safeText.ts';
import { withIcon, type IconText } from '../../shared/text/icons.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';
import type { ArchitectureStatus } from './status.ts';

const mostTargets = 3;

/** The text in the status bar: `$(check) amd64, arm64` or `$(warning) arm64 missing`. The words alone say which. */
export function architectureText(status: ArchitectureStatus): IconText {
  const { architecture, chosen } = status;
  const { state, targets, missing } = architecture;
  switch (state) {
    case 'noCluster':
      return withIcon('chip', architectureTexts.chooseClusters());
    case 'matches':
    case 'covered':
      return withIcon('check', listed(targets));
    case 'mismatch':
      return withIcon('warning', architectureTexts.missing(listed(missing)));
    case 'notRead':
    case 'unknown':
      return chosen.some((cluster) => cluster.asking && cluster.known === undefined)
        ? withIcon('loading~spin', architectureTexts.askingClusters())
        : withIcon('question', unknownText(state, status));
  }
}

/** What is unknown. */
function unknownText(
  state: Extract<ArchitectureState, 'notRead' | 'unknown'>,
  { architecture: { host, targets } }: ArchitectureStatus,
): SafeText {
  if (state === 'notRead') {
    return architectureTexts.clustersNotRead();
  }
  if (targets.length === 0) {
    return architectureTexts.platformsUnknown();
  }
  return host === undefined ? architectureTexts.builderNotRead() : architectureTexts.othersUnknown(listed(targets));
}

function listed(platforms: readonly string[]): SafeText {
  const more = platforms.length - mostTargets;
  const names = platforms.slice(0, mostTargets).map((platform) => safeText(shortPlatform(platform)));
  return joinText([...names, ...(more > 0 ? [text`+${more}`] : [])], ', ');
}
