import { plain } from '../plain.ts';
import { architectureTexts, shortPlatform } from '../texts/architecture.ts';
import type { ArchitectureStatus } from './status.ts';

const mostTargets = 3;

/** What the status bar shows: `$(warning) arm64 → amd64`. */
export function architectureText({ architecture, chosen }: ArchitectureStatus): string {
  const { state, host, targets } = architecture;
  const from = host === undefined ? '?' : short(host);
  const to = targets.length === 0 ? '?' : listed(targets.map(short));
  const asking = chosen.some((cluster) => cluster.asking && cluster.known === undefined);
  switch (state) {
    case 'noCluster':
      return `$(chip) ${architectureTexts.chooseClusters()}`;
    case 'matches':
      return from === to ? `$(check) ${from}` : `$(check) ${from} → ${to}`;
    case 'mismatch':
      return `$(warning) ${from} → ${to}`;
    case 'covered':
      return `$(verified) ${from} → ${to}`;
    case 'notRead':
    case 'unknown':
      return `${asking ? '$(loading~spin)' : '$(question)'} ${from} → ${to}`;
  }
}

function short(platform: string): string {
  return plain(shortPlatform(platform));
}

function listed(platforms: readonly string[]): string {
  const more = platforms.length - mostTargets;
  return [...platforms.slice(0, mostTargets), ...(more > 0 ? [`+${String(more)}`] : [])].join(', ');
}
