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

/** The platforms of a push whose programs could not be checked; none if the check is disabled. */
export function notChecked({ platforms }: BuildReport): readonly string[] {
  const left = platforms.filter(({ inside }) => inside === undefined);
  return left.length < platforms.length ? [...new Set(left.map(({ platform }) => platform))] : [];
}

/** A sentence for each tag of a failed push: what it now points to. Tags that cannot be read share one sentence. */
export function tagLines(tags: readonly TagAfter[]): readonly SafeText[] {
  const unread = tags.filter(({ state }) => state === 'unread').map(({ tag }) => tag);
  return [
    ...tags.flatMap(tagLine),
    ...(unread.length > 0
      ? [l10n.t('What {0} points to now is unknown: the registry could not be read.', unread.join(', '))]
      : []),
  ];
}

/** The same without unchanged tags. */
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
