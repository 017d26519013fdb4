import type { TagBefore } from './pushes.ts';

/** A tag that a build pushes. */
export interface PushedTag {
  /** The full reference. */
  readonly tag: string;
  /** The platforms that are built for it, normalized; empty if only the builder knows. */
  readonly coming: readonly string[];
  /** Its digest before the push. */
  readonly before: TagBefore | 'absent' | 'unread';
}

/** What a tag points to after a failed push. Plain JSON data. */
export interface TagAfter {
  /** The full reference. */
  readonly tag: string;
  /**
   * - `unchanged`: the same as before the push; without `digest`, it still does not exist
   * - `moved`: another image, which has every platform of the build
   * - `partial`: an image that lacks platforms of the build
   * - `gone`: it no longer exists
   * - `found`: an image that has every platform of the build; its previous digest is unknown
   * - `unread`: it could not be read
   */
  readonly state: 'unchanged' | 'moved' | 'partial' | 'gone' | 'found' | 'unread';
  /** Its current digest. */
  readonly digest?: string;
  /** Absent if it is not an image. */
  readonly kind?: 'index' | 'manifest';
  /** Its current platforms, normalized. */
  readonly platforms?: readonly string[];
  /** Platforms of the build that it lacks. */
  readonly missing?: readonly string[];
  /** Its digest before the push, if it has changed. */
  readonly former?: string;
}

/** The contents of a tag as read; `absent`: the tag does not exist. */
export type TagNow = (Required<Pick<TagAfter, 'digest' | 'platforms'>> & Pick<TagAfter, 'kind'>) | 'absent' | 'unread';

/** Compares the contents of a tag with those before the push. */
export function tagAfter({ tag, coming, before }: PushedTag, now: TagNow): TagAfter {
  const former = typeof before === 'object' ? before.digest : undefined;
  if (now === 'unread') {
    return { tag, state: 'unread' };
  }
  if (now === 'absent') {
    return former === undefined ? { tag, state: 'unchanged' } : { tag, state: 'gone', former };
  }
  if (now.digest === former) {
    return { tag, state: 'unchanged', digest: former };
  }
  const missing = coming.filter((platform) => !now.platforms.includes(platform));
  return {
    tag,
    state: missing.length > 0 ? 'partial' : before === 'unread' ? 'found' : 'moved',
    ...now,
    ...(missing.length > 0 && { missing }),
    ...(former !== undefined && { former }),
  };
}

/** The tags whose previous digest can be restored, with that digest. */
export function restorable(tags: readonly TagAfter[]): readonly { readonly tag: string; readonly digest: string }[] {
  return tags.flatMap(({ tag, former }) => (former === undefined ? [] : [{ tag, digest: former }]));
}
