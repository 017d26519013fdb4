import type { FoundImage } from '../../../domain/build/report.ts';
import type { InsideLimits } from '../../../domain/inside/budget.ts';
import { isLasting, type Inside } from '../../../domain/inside/inside.ts';
import { createLruCache } from '../../concurrency/lruCache.ts';
import { mapLimited } from '../../concurrency/mapLimited.ts';
import type { Insides } from '../../insides/insides.ts';

export interface ProgramChecksDeps {
  /** Loaded on first use. */
  readonly insides: () => Promise<Pick<Insides, 'read'>>;
  /** Whether the check is enabled. */
  readonly isWanted: () => boolean;
  /** Aborted after a time limit. */
  readonly limit?: () => AbortSignal;
}

/** Far lower limits than those of the command: a build waits for it. */
export const afterPushLimits: Partial<InsideLimits> = { storedBytes: 100_000_000, unpackedBytes: 500_000_000 };
/** Milliseconds for all platforms together. */
const patience = 20_000;
/** The number of threads. */
const atOnce = 2;
const remembered = 200;

/**
 * Checks the start programs of a push's images. Never rejects, and a platform that could not be checked does not affect the push: it is
 * returned unchanged.
 */
export type ProgramChecks = (found: readonly FoundImage[], signal: AbortSignal) => Promise<readonly FoundImage[]>;

export function createProgramChecks({
  insides,
  isWanted,
  limit = () => AbortSignal.timeout(patience),
}: ProgramChecksDeps): ProgramChecks {
  // content with a digest never changes
  const known = createLruCache<Inside>(remembered);

  async function look(reference: string, digest: string, signal: AbortSignal): Promise<void> {
    if (known.get(digest) !== undefined || signal.aborted) {
      return;
    }
    try {
      const inside = await (await insides()).read(reference, digest, { signal, limits: afterPushLimits });
      if (isLasting(inside)) {
        known.set(digest, inside);
      }
    } catch {
      // without a check, the push stays valid
    }
  }

  return async (found, signal) => {
    if (!isWanted()) {
      return found;
    }
    const wanted = new Map(
      found.flatMap(({ reference, platforms }) =>
        platforms.flatMap(({ digest }) =>
          reference === undefined || digest === undefined ? [] : [[digest, reference] as const],
        ),
      ),
    );
    const either = AbortSignal.any([signal, limit()]);
    await mapLimited(wanted, atOnce, ([digest, reference]) => look(reference, digest, either));
    return found.map((image) => ({
      ...image,
      platforms: image.platforms.map((row) => {
        const inside = row.digest === undefined ? undefined : known.get(row.digest);
        return { ...row, ...(inside && { inside }) };
      }),
    }));
  };
}
