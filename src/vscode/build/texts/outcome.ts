import type { BuildReport } from '../../../domain/build/report.ts';
import type { TagAfter } from '../../../domain/policy/tagAfter.ts';
import type { SafeText } from '../../../domain/safeText.ts';
import { l10n } from '../../shared/l10n.ts';
import { shortDigest } from '../../shared/text/digests.ts';
import { mislabelledText } from '../../shared/text/programs.ts';

/** A sentence for each platform of a push whose program is for another one. */
export function mislabelledLines({ mislabelled = [], reference = '' }: BuildReport): readonly SafeText[] {
  return mislabelled.map((each) => mislabelledText(each.image ?? reference, each));
}

/** The platforms of a push whose programs were to be looked at, and could not be; none where nobody was to look. */
export function notChecked({ platforms }: BuildReport): readonly string[] {
  const left = platforms.filter(({ inside }) => inside === undefined);
  return left.length < platforms.length ? [...new Set(left.map(({ platform }) => platform))] : [];
}

/** A sentence for each tag of a push that did not end well: what it names now. Those that cannot be read share one. */
export function tagLines(tags: readonly TagAfter[]): readonly SafeText[] {
  const unread = tags.filter(({ state }) => state === 'unread').map(({ tag }) => tag);
  return [
    ...tags.flatMap(tagLine),
    ...(unread.length > 0
      ? [l10n.t('What {0} points to now is unknown: the registry could not be read.', unread.join(', '))]
      : []),
  ];
}

/** The same without the tags that are as they were. */
export function changedTagLines({ tags = [] }: BuildReport): readonly SafeText[] {
  return tagLines(tags.filter(({ state }) => state !== 'unchanged'));
}

function tagLine({ tag, state, digest = '', platforms = [], missing = [] }: TagAfter): readonly SafeText[] {
  const short = shortDigest(digest);
  const there = platforms.join(', ');
  switch (state) {
    case 'unchanged':
      return digest === ''
        ? [l10n.t('{0} does not exist in the registry, as before.', tag)]
        : [l10n.t('{0} is unchanged: it still points to {1}.', tag, short)];
    case 'partial':
      return there === ''
        ? [l10n.t('{0} now points to {1}, which has none of the platforms: {2}.', tag, short, missing.join(', '))]
        : [l10n.t('{0} now points to a partial image: it has {1} and lacks {2}.', tag, there, missing.join(', '))];
    case 'moved':
      return [l10n.t('{0} now points to {1} ({2}).', tag, short, there)];
    case 'found':
      return [l10n.t('{0} points to {1} ({2}). What it pointed to before is unknown.', tag, short, there)];
    case 'gone':
      return [l10n.t('{0} no longer exists in the registry.', tag)];
    case 'unread':
      return [];
  }
}
