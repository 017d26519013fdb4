/** The limits for inspecting any image. All limits of `domain/inside` and `services/insides` are here, and far above real needs. */
export interface InsideLimits {
  /** Bytes of its configuration. */
  readonly configBytes: number;
  /** More layers than any engine supports (moby layer/layer.go, `maxLayerDepth`); each is a request, however small. */
  readonly layers: number;
  /** Stored bytes of all layers together. */
  readonly storedBytes: number;
  /** Decompressed bytes of one layer. */
  readonly layerBytes: number;
  /** Decompressed bytes of all layers together. */
  readonly unpackedBytes: number;
  /** Entries of archives. */
  readonly entries: number;
  /** Kept files, folders and whiteouts of layers. */
  readonly remembered: number;
  /** Characters of their names, link targets and first lines. */
  readonly characters: number;
  /**
   * Operations: reading a header or a record of it, looking up a name of a path, decompressing a frame. A few million take about a second.
   */
  readonly steps: number;
  /** Programs that start each other by their arguments. */
  readonly programs: number;
  /** Different folders of `PATH`. */
  readonly folders: number;
  /** Characters of a path; longer ones are invalid (`PATH_MAX` of Linux). */
  readonly path: number;
  /** Characters of a variable or argument; no program can be started with a longer one (`MAX_ARG_STRLEN` of Linux). */
  readonly argument: number;
}

export const usualLimits: InsideLimits = {
  configBytes: 4 * 1024 * 1024,
  layers: 500,
  storedBytes: 500_000_000,
  layerBytes: 2_500_000_000,
  unpackedBytes: 3_000_000_000,
  entries: 1_000_000,
  remembered: 300_000,
  characters: 16_000_000,
  steps: 10_000_000,
  programs: 8,
  folders: 1000,
  path: 4096,
  argument: 128 * 1024,
};

/** Milliseconds, even if data is still arriving: for one layer, and in total. */
export const usualTimes = { layer: 10 * 60_000, image: 30 * 60_000 } as const;

/** Scripts whose interpreter is a script. */
export const mostScripts = 5;
/** Length of a chain of links, as in Linux (`MAXSYMLINKS`). */
export const mostLinks = 40;
/** Operations per zstd frame: each is passed to another thread and back. */
export const frameSteps = 20;
/** Bytes of an extended header; engines refuse a longer one, too (Go's archive/tar, `maxSpecialFileSize`). */
export const longestExtension = 1024 * 1024;

/** `tooLarge`: more bytes or entries than the limit. `tooComplex`: following the contents takes too much work. */
type Excess = 'tooLarge' | 'tooComplex';

/** The budget is exceeded. */
export class BudgetExceeded extends Error {
  readonly state: Excess;

  constructor(state: Excess, what: keyof InsideLimits) {
    super(`more than the budget has: ${what}`);
    this.name = 'BudgetExceeded';
    this.state = state;
  }
}

export function isBudgetExceeded(error: unknown): error is BudgetExceeded {
  return error instanceof Error && error.name === 'BudgetExceeded';
}

type Spent = 'storedBytes' | 'unpackedBytes' | 'entries' | 'remembered' | 'characters' | 'steps';

const excessOf: Readonly<Record<keyof InsideLimits, Excess>> = {
  configBytes: 'tooLarge',
  layers: 'tooLarge',
  storedBytes: 'tooLarge',
  layerBytes: 'tooLarge',
  unpackedBytes: 'tooLarge',
  entries: 'tooLarge',
  remembered: 'tooLarge',
  characters: 'tooLarge',
  steps: 'tooComplex',
  programs: 'tooComplex',
  folders: 'tooComplex',
  path: 'tooComplex',
  argument: 'tooComplex',
};

/** The rest of the limits of one inspection. All methods throw `BudgetExceeded`. */
export class InsideBudget {
  readonly limits: InsideLimits;
  readonly #spent: Record<Spent, number> = {
    storedBytes: 0,
    unpackedBytes: 0,
    entries: 0,
    remembered: 0,
    characters: 0,
    steps: 0,
  };

  constructor(limits: InsideLimits = usualLimits) {
    this.limits = limits;
  }

  get spent(): Readonly<Record<Spent, number>> {
    return this.#spent;
  }

  spend(what: Spent, amount = 1): void {
    this.#spent[what] += amount;
    this.require(what, this.#spent[what]);
  }

  /** Refuses an amount that is not accumulated. */
  require(what: keyof InsideLimits, amount: number): void {
    if (amount > this.limits[what]) {
      throw new BudgetExceeded(excessOf[what], what);
    }
  }
}
