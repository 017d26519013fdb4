import { isDiagnosedError } from '../../../domain/diagnosis/diagnosis.ts';
import { tagAfter, type PushedTag, type TagAfter, type TagNow } from '../../../domain/policy/tagAfter.ts';
import type { Images } from '../../images/images.ts';

export interface TagsNowDeps {
  readonly images: Pick<Images, 'inspect'>;
  /** Aborted after a time limit. */
  readonly limit?: () => AbortSignal;
}

/** Milliseconds; the user who canceled the build waits for it. */
const patience = 10_000;

/** Reads what tags point to after a failed push. Never rejects: a tag that cannot be read is `unread`. */
export type TagsNow = (tags: readonly PushedTag[], builder: string | undefined) => Promise<readonly TagAfter[]>;

export function createTagsNow({ images, limit = () => AbortSignal.timeout(patience) }: TagsNowDeps): TagsNow {
  async function read(tag: string, signal: AbortSignal, builder: string | undefined): Promise<TagNow> {
    try {
      const {
        digest,
        kind,
        images: all,
      } = await images.inspect(tag, {
        signal,
        ...(builder !== undefined && { builder }),
      });
      const there = all.filter(({ size }) => size !== undefined).map(({ platform }) => platform);
      return { digest, platforms: [...new Set(there)], ...(kind !== 'artifact' && { kind }) };
    } catch (error) {
      const isAbsent =
        isDiagnosedError(error) && (error.code === 'imageNotFound' || error.code === 'repositoryNotFound');
      return isAbsent ? 'absent' : 'unread';
    }
  }

  return (tags, builder) => {
    const signal = limit();
    return Promise.all(tags.map(async (pushed) => tagAfter(pushed, await read(pushed.tag, signal, builder))));
  };
}
