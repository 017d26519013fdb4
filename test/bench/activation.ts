import { empty, ours, startWindows, type Seen, type Windows } from './window/window.ts';
import { median } from './median.ts';

const times = 10;
/** Milliseconds after activation. */
const later = 30_000;
const pairs = 3;

export interface Activation {
  /** Milliseconds of wall time, medians. */
  readonly ours: number;
  readonly empty: number;
  /** Milliseconds of CPU time of the extension host's thread, medians. */
  readonly executed: { readonly ours: number; readonly empty: number };
  /** Additional bytes of the extension host after half a minute, compared to the empty extension alone; medians. */
  readonly inUse: number;
  readonly process: number;
}

/**
 * Activates our package and an empty extension in a real VS Code, each time in another window, through an extension that requests the API.
 * @throws BedUnavailable
 */
export async function measureActivation(vsix: string): Promise<Activation> {
  const windows = await startWindows(vsix);
  try {
    const seen = [];
    for (let time = 0; time < times; time++) {
      // the second one finds more of VS Code loaded
      const { took } = await windows.open(time % 2 === 0 ? [ours, empty] : [empty, ours]);
      seen.push({ ours: took[ours]!, empty: took[empty]! });
    }
    return {
      ours: median(seen.map((each) => each.ours.ms)),
      empty: median(seen.map((each) => each.empty.ms)),
      executed: {
        ours: median(seen.map((each) => each.ours.executed)),
        empty: median(seen.map((each) => each.empty.executed)),
      },
      ...(await measureMemory(windows)),
    };
  } finally {
    await windows.close();
  }
}

async function measureMemory(windows: Windows) {
  const seen = { ours: [] as Seen[], empty: [] as Seen[] };
  for (let pair = 0; pair < pairs; pair++) {
    // in parallel, because both wait
    const [withOurs, withEmpty] = await Promise.all([windows.open([empty, ours], later), windows.open([empty], later)]);
    seen.ours.push(withOurs);
    seen.empty.push(withEmpty);
  }
  const more = (bytes: (one: Seen) => number) => median(seen.ours.map(bytes)) - median(seen.empty.map(bytes));
  return { inUse: more(({ inUse }) => inUse), process: more(({ process }) => process) };
}
