/**
 * What one look into an image may take, whatever the image is. All bounds of `domain/inside` and `services/insides` stand here.
 * Real images stay far below them: the largest that were looked at have 300,000 entries and 15 folders in `PATH`.
 */
export interface InsideLimits {
  /** Bytes of its configuration. */
  readonly configBytes: number;
  /** More than any engine can put together (moby layer/layer.go, `maxLayerDepth`); each is a request, however small. */
  readonly layers: number;
  /** Bytes of all layers together, as they are stored. */
  readonly storedBytes: number;
  /** Bytes of one layer, unpacked. */
  readonly layerBytes: number;
  /** Bytes of all layers together, unpacked. */
  readonly unpackedBytes: number;
  /** Entries of archives. */
  readonly entries: number;
  /** Folders and files of layers that are remembered, and what takes them away. */
  readonly remembered: number;
  /** Characters of what they are called, where they point to and what their first lines say. */
  readonly characters: number;
  /**
   * What is done: a header or one of its records that is read, a name on a path that is looked up, a frame that is unpacked.
   * A few million take about a second.
   */
  readonly steps: number;
  /** Programs that start one another by the arguments. */
  readonly programs: number;
  /** Different folders of `PATH`. */
  readonly folders: number;
  /** Characters of a path; longer ones are none (`PATH_MAX` of Linux). */
  readonly path: number;
  /** Characters of a variable or argument; no program is started with a longer one (`MAX_ARG_STRLEN` of Linux). */
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

/** Milliseconds, however many signs of life there are: of one layer, and of all of it. */
export const usualTimes = { layer: 10 * 60_000, image: 30 * 60_000 } as const;

/** Scripts whose interpreter is a script. */
export const mostScripts = 5;
/** Links that lead from one to the next: as many as Linux follows (`MAXSYMLINKS`). */
export const mostLinks = 40;
/** Steps that a frame of zstd takes: each is handed to another thread and back. */
export const frameSteps = 10;
/** Bytes of an extended header; a longer one is refused by engines too (Go's archive/tar, `maxSpecialFileSize`). */
export const longestExtension = 1024 * 1024;

/** `tooLarge`: more bytes or entries than are read. `tooComplex`: what they say takes too much to follow. */
type Excess = 'tooLarge' | 'tooComplex';

/** More than the budget has. */
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

/** What is left of the limits of one look. All of its methods throw `BudgetExceeded`. */
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

  /** Refuses an amount of what is not added up. */
  require(what: keyof InsideLimits, amount: number): void {
    if (amount > this.limits[what]) {
      throw new BudgetExceeded(excessOf[what], what);
    }
  }
}
