import { commonPlatforms } from '../../../domain/platform.ts';
import { listedPlatforms, platformRows, type PlatformsView } from './platformRows.ts';
import { acceptPlatforms } from './acceptPlatforms.ts';
import type { Row, StepUi } from '../../shared/picks/ui.ts';

interface PlatformsQuestion {
  readonly placeholder: string;
  readonly ticked: readonly string[];
  /** Platforms to list before the usual ones. */
  readonly first?: readonly string[];
  /** Information about a platform, given the selected ones. */
  readonly describe?: (platform: string, ticked: readonly string[]) => string | undefined;
  readonly load?: (refresh: () => void) => Promise<void>;
  /** A row above the platforms that replaces them when selected; its id is the answer. */
  readonly instead?: Row | undefined;
  /** An empty selection is a valid answer. */
  readonly none?: boolean;
}

/** Asks for at least one platform. */
export function askPlatforms(ui: StepUi, question: PlatformsQuestion): Promise<readonly string[]> {
  const { placeholder, ticked, first = [], describe = () => undefined, load, instead, none = false } = question;
  const order = listedPlatforms(ticked, [], undefined);
  let refused: string | undefined;
  const view = (now: readonly string[]): PlatformsView => ({
    listed: listedPlatforms([...first, ...order], now, undefined),
    builder: undefined,
    ticked: now,
    refused,
  });
  const platformsOf = (now: readonly string[]) => now.filter((id) => id !== instead?.id);
  return ui.pick<readonly string[]>({
    placeholder,
    many: true,
    ticked,
    rows: (typed, now) => {
      const platforms = platformsOf(now);
      const rows = platformRows(view(platforms), typed).map((row) => {
        const description = row.message ? undefined : describe(row.id, platforms);
        return description === undefined ? row : { ...row, description };
      });
      return [...(instead ? [instead] : []), ...rows];
    },
    accept: (given) => {
      if (given.typed === '' && instead && given.ticked.includes(instead.id)) {
        return { answer: [instead.id] };
      }
      if (given.typed === '' && none && given.ticked.length === 0) {
        return { answer: [] };
      }
      const now = { ...given, ticked: platformsOf(given.ticked) };
      const reaction = acceptPlatforms(now, view(now.ticked).listed);
      refused = 'answer' in reaction || reaction.ticked ? undefined : given.typed;
      return reaction;
    },
    ...(load && { load }),
  });
}

/** The common platforms of images and builders, Linux only. */
export const linuxPlatforms: readonly string[] = commonPlatforms.filter((platform) => platform.startsWith('linux/'));
