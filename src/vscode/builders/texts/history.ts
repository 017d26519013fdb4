import type { SafeText } from '../../../domain/safeText.ts';
import type { BuildRecord } from '../../../domain/builder/buildRecord.ts';
import { l10n } from '../../shared/l10n.ts';

/** The result of a build. */
export function stateText(state: BuildRecord['state']): SafeText {
  switch (state) {
    case 'running':
      return l10n.t('running');
    case 'completed':
      return l10n.t('completed');
    case 'failed':
      return l10n.t('failed');
    case 'cancelled':
      return l10n.t('canceled');
  }
}

/** The texts of the build history's rows. */
export const historyTexts = {
  unnamed: () => l10n.t('unnamed build'),
  cached: (percent: number) => l10n.t('{0}% cached', percent),
  empty: () => l10n.t('no builds yet'),
  needsBuildx: (needs: string, found: string) =>
    l10n.t('Build history requires Buildx {0} or newer; this is {1}', needs, found),
  more: (count: number) => (count === 1 ? l10n.t('1 more older build') : l10n.t('{0} more older builds', count)),
  notRunning: () => l10n.t('available once all nodes of the builder are running'),
  state: (state: string) => l10n.t('State: {0}', state),
  node: (node: string) => l10n.t('Node: {0}', node),
  platforms: (platforms: string) => l10n.t('Platforms: {0}', platforms),
  context: (context: string) => l10n.t('Context: {0}', context),
  dockerfile: (dockerfile: string) => l10n.t('Dockerfile: {0}', dockerfile),
  duration: (duration: string) => l10n.t('Duration: {0}', duration),
  steps: (cached: number, total: number) => l10n.t('Steps: {0}, {1} of them cached', total, cached),
  started: (ago: string, date: string) => l10n.t('Started {0} ({1})', ago, date),
  error: (error: string) => l10n.t('Error: {0}', error),
  reading: (name: string) => l10n.t('Reading the log of “{0}”', name),
  readingError: (name: string) => l10n.t('Finding where “{0}” failed', name),
  cannotRemove: () =>
    l10n.t(
      'The build stays in the history, because BuildKit before 0.29 can crash after a build is removed. Newer versions can remove it.',
    ),
  emptyLog: () => l10n.t('This build has no log.'),
  outside: (file: string) => l10n.t('The build failed in {0}, which is not in this workspace.', file),
  openFile: () => l10n.t('Open File'),
  openLog: () => l10n.t('Open Log'),
};
