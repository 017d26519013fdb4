import { commonPlatforms } from '../../../../domain/platform.ts';
import { listedPlatforms, platformRows, type PlatformsView } from '../../../wizard/rows/platformRows.ts';
import { acceptPlatforms } from '../../../wizard/steps/platformsStep.ts';
import type { StepUi } from '../../../wizard/ui.ts';

interface PlatformsQuestion {
  readonly placeholder: string;
  readonly ticked: readonly string[];
  /** Platforms to list before the usual ones. */
  readonly first?: readonly string[];
  /** What is known of a platform. */
  readonly describe?: (platform: string) => string | undefined;
  readonly load?: (refresh: () => void) => Promise<void>;
}

/** Asks for one platform at least. */
export function askPlatforms(ui: StepUi, question: PlatformsQuestion): Promise<readonly string[]> {
  const { placeholder, ticked, first = [], describe = () => undefined, load } = question;
  const order = listedPlatforms(ticked, [], undefined);
  let refused: string | undefined;
  const view = (now: readonly string[]): PlatformsView => ({
    listed: listedPlatforms([...first, ...order], now, undefined),
    builder: undefined,
    ticked: now,
    refused,
  });
  return ui.pick<readonly string[]>({
    placeholder,
    many: true,
    ticked,
    rows: (typed, now) =>
      platformRows(view(now), typed).map((row) => {
        const description = describe(row.id);
        return description === undefined ? row : { ...row, description };
      }),
    accept: (given) => {
      const reaction = acceptPlatforms(given, view(given.ticked).listed);
      refused = 'answer' in reaction || reaction.ticked ? undefined : given.typed;
      return reaction;
    },
    ...(load && { load }),
  });
}

/** The platforms that images and builders are commonly for, and nothing but Linux. */
export const linuxPlatforms: readonly string[] = commonPlatforms.filter((platform) => platform.startsWith('linux/'));
