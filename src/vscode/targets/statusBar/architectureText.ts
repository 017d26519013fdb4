import { joinText, safeText, text, type SafeText } from '../../../domain/safeText.ts';
import { withIcon, type IconText } from '../../shared/text/icons.ts';
import { architectureTexts } from '../texts/architecture.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';
import type { ArchitectureStatus } from './status.ts';

const mostTargets = 3;

/** The text in the status bar: `$(warning) arm64 → amd64`. */
export function architectureText({ architecture, chosen }: ArchitectureStatus): IconText {
  const { state, host, targets } = architecture;
  const from = safeText(host === undefined ? '?' : shortPlatform(host));
  const to = targets.length === 0 ? text`?` : listed(targets.map((target) => safeText(shortPlatform(target))));
  const asking = chosen.some((cluster) => cluster.asking && cluster.known === undefined);
  switch (state) {
    case 'noCluster':
      return withIcon('chip', architectureTexts.chooseClusters());
    case 'matches':
      return withIcon('check', from === to ? from : text`${from} → ${to}`);
    case 'mismatch':
      return withIcon('warning', text`${from} → ${to}`);
    case 'covered':
      return withIcon('verified', text`${from} → ${to}`);
    case 'notRead':
    case 'unknown':
      return withIcon(asking ? 'loading~spin' : 'question', text`${from} → ${to}`);
  }
}

function listed(platforms: readonly SafeText[]): SafeText {
  const more = platforms.length - mostTargets;
  return joinText([...platforms.slice(0, mostTargets), ...(more > 0 ? [text`+${more}`] : [])], ', ');
}
