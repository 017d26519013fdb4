import type { BuildReport, BuiltHow } from '../../../domain/build/report.ts';
import type { How } from '../../../domain/builder/route.ts';
import type { Style } from './style.ts';
import { duration } from '../../shared/text/duration.ts';
import { l10n } from '../../shared/l10n.ts';

/** How a platform is built, in a word. */
export function howWord(how: BuiltHow | How): string {
  switch (how) {
    case 'native':
      return l10n.t('native');
    case 'cross':
      return l10n.t('cross-compiled');
    case 'emulated':
      return l10n.t('emulated');
    case 'unsupported':
      return l10n.t('not possible');
    case 'unknown':
      return l10n.t('unknown');
  }
}

/** The same with the node, if there are several. */
export function howOnWords(how: How, node: string): string {
  switch (how) {
    case 'native':
      return l10n.t('native on {0}', node);
    case 'emulated':
      return l10n.t('emulated on {0}', node);
    case 'unsupported':
      return l10n.t('not possible on {0}', node);
    case 'unknown':
      return howWord(how);
  }
}

export const howStyle: Readonly<Record<BuiltHow, Style | undefined>> = {
  native: 'green',
  cross: 'green',
  emulated: 'yellow',
  unsupported: 'red',
  unknown: undefined,
};

export const nothing = '–';

/** How a platform was built, as far as anything ran for it. @param isCached all of its steps came from the cache */
export function builtWord(how: BuiltHow, isCached: boolean): string {
  return isCached ? l10n.t('cached') : how === 'unknown' ? nothing : howWord(how);
}

export function builtStyle(how: BuiltHow, isCached: boolean): Style | undefined {
  return isCached ? undefined : howStyle[how];
}

export function builderWords(name: string | undefined): string {
  return name === undefined ? l10n.t('Builder unknown') : l10n.t('Builder {0}', name);
}

export function finishWords({ ok, failure, mislabelled, ms }: BuildReport): {
  readonly text: string;
  readonly style: Style;
} {
  const time = duration(ms);
  if (ok && mislabelled) {
    return { text: `⚠ ${l10n.t('Built in {0}', time)}`, style: 'yellow' };
  }
  if (ok) {
    return { text: `✓ ${l10n.t('Built in {0}', time)}`, style: 'green' };
  }
  return failure?.code === 'cancelled'
    ? { text: `■ ${l10n.t('Canceled after {0}', time)}`, style: 'yellow' }
    : { text: `✗ ${l10n.t('Failed after {0}', time)}`, style: 'red' };
}

export function leftOutWords(count: number, logged: boolean): string {
  const number = count.toLocaleString();
  return `… ${
    logged
      ? l10n.t('{0} lines omitted here; the log file contains all of them', number)
      : l10n.t('{0} lines omitted here', number)
  }`;
}
