import type { TagBefore } from './pushes.ts';

/** A tag that a build pushes. */
export interface PushedTag {
  /** In full. */
  readonly tag: string;
  /** The platforms that are built for it, normalised; empty where only the builder knows. */
  readonly coming: readonly string[];
  /** What it named before the push. */
  readonly before: TagBefore | 'absent' | 'unread';
}

/** What a tag names after a push that did not end well. Plain JSON data. */
export interface TagAfter {
  /** In full. */
  readonly tag: string;
  /**
   * - `unchanged`: the same as before the push; without `digest`, it still does not exist
   * - `moved`: another image, which has every platform of the build
   * - `partial`: an image that lacks platforms of the build
   * - `gone`: it no longer exists
   * - `found`: an image that has every platform of the build; what it named before is unknown
   * - `unread`: it could not be read
   */
  readonly state: 'unchanged' | 'moved' | 'partial' | 'gone' | 'found' | 'unread';
  /** What it names now. */
  readonly digest?: string;
  /** Absent where that is no image. */
  readonly kind?: 'index' | 'manifest';
  /** Those that it has now, normalised. */
  readonly platforms?: readonly string[];
  /** Platforms of the build that it lacks. */
  readonly missing?: readonly string[];
  /** What it named before the push, where it names that no longer. */
  readonly former?: string;
}

/** What a tag names, as it was read; `absent`: there is no such tag. */
export type TagNow = (Required<Pick<TagAfter, 'digest' | 'platforms'>> & Pick<TagAfter, 'kind'>) | 'absent' | 'unread';

/** Compares what a tag names with what it named before the push. */
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

/** The tags that can be made to name again what they named before, and that. */
export function restorable(tags: readonly TagAfter[]): readonly { readonly tag: string; readonly digest: string }[] {
  return tags.flatMap(({ tag, former }) => (former === undefined ? [] : [{ tag, digest: former }]));
}
