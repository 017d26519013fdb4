import { joinText } from '../../../domain/safeText.ts';
import type { InspectedImage } from '../../../domain/image/describe.ts';
import { isLasting, judgeInside, type Inside } from '../../../domain/inside/inside.ts';
import type { InsideProgress, Insides } from '../../../services/insides/insides.ts';
import { shortPlatform } from '../../shared/text/shortPlatform.ts';
import type { KnownFacts } from '../model/platformFacts.ts';
import { insideTexts } from '../texts/inside.ts';
import { showInformation, showWarning } from '../../shared/dialogs/messages.ts';
import { withProgress } from '../../shared/dialogs/progress.ts';

/** The single-platform image to inspect. */
type LookedAt = Pick<InspectedImage['images'][number], 'platform' | 'digest'>;

export interface CheckInsideDeps {
  readonly insides: Insides;
  readonly facts: KnownFacts;
}

/**
 * Finds the program that an image starts, reports the result for all of these platforms once, and stores it: content with a digest never
 * changes. Ends silently if canceled.
 */
export async function checkInside(
  { insides, facts }: CheckInsideDeps,
  id: string,
  platforms: readonly LookedAt[],
): Promise<void> {
  if (platforms.length === 0) {
    void showInformation(insideTexts.nothing(id));
    return;
  }
  const found = await withProgress(insideTexts.reading(id), async (signal, report) => {
    const insidesOf: { readonly platform: string; readonly inside: Inside }[] = [];
    for (const { platform, digest } of platforms) {
      const { inside: known } = facts.of(digest);
      const onProgress = ({ layer, layers, bytes }: InsideProgress) => {
        report(insideTexts.progress(platform, layer, layers, bytes));
      };
      const inside = known && isLasting(known) ? known : await insides.read(id, digest, { signal, onProgress });
      await facts.add(digest, { inside });
      insidesOf.push({ platform, inside });
    }
    return insidesOf;
  });
  if (found) {
    tell(id, found);
  }
}

/** Number of sentences that fit into a notification. */
const mostSentences = 3;

function tell(id: string, found: readonly { readonly platform: string; readonly inside: Inside }[]): void {
  const judged = found.map((each) => ({ ...each, ...judgeInside(each.inside, each.platform) }));
  const bad = judged.filter(({ verdict }) => verdict === 'wrong' || verdict === 'broken');
  const odd = judged.filter(({ verdict }) => verdict === 'related' || verdict === 'unknown');
  const told = [...bad, ...odd]
    .slice(0, mostSentences)
    .map(({ platform, inside }) => insideTexts.told(id, platform, inside));
  const [only] = found;
  const message =
    told.length > 0
      ? joinText(told, ' ')
      : found.length === 1 && only
        ? insideTexts.told(id, only.platform, only.inside)
        : insideTexts.allFit(id, found.map(({ platform }) => shortPlatform(platform)).join(', '));
  void (bad.length > 0 ? showWarning(message) : showInformation(message));
}
