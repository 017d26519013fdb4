import type { FoundImage } from '../../../domain/build/report.ts';
import type { InsideLimits } from '../../../domain/inside/budget.ts';
import { isLasting, type Inside } from '../../../domain/inside/inside.ts';
import { createLruCache } from '../../concurrency/lruCache.ts';
import { mapLimited } from '../../concurrency/mapLimited.ts';
import type { Insides } from '../../insides/insides.ts';

export interface ProgramChecksDeps {
  /** Loaded with the first look. */
  readonly insides: () => Promise<Pick<Insides, 'read'>>;
  /** Whether anybody wants it. */
  readonly isWanted: () => boolean;
  /** Aborted when it has taken too long. */
  readonly limit?: () => AbortSignal;
}

/** Far less than what a person asks for by a command: a build waits for it. */
export const afterPushLimits: Partial<InsideLimits> = { storedBytes: 100_000_000, unpackedBytes: 500_000_000 };
/** Milliseconds for all platforms together. */
const patience = 20_000;
/** As many as there are threads. */
const atOnce = 2;
const remembered = 200;

/**
 * Looks at what the images of a push start. Never rejects, and never holds against a push what could not be looked at: such
 * a platform is given back as it came.
 */
export type ProgramChecks = (found: readonly FoundImage[], signal: AbortSignal) => Promise<readonly FoundImage[]>;

export function createProgramChecks({
  insides,
  isWanted,
  limit = () => AbortSignal.timeout(patience),
}: ProgramChecksDeps): ProgramChecks {
  // a digest always names the same
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
      // the push is as good as it was: nobody looked
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
