/** A row of a quick pick, as plain data. Texts may come from anywhere: `QuickPickUi` makes them safe, and only `icon` is ever an icon. */
export interface Row {
  /** Tells rows of one pick apart, and ticks are kept by it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Name of a codicon, shown before the label. */
  readonly icon?: string;
  /** Shown whatever has been typed. */
  readonly alwaysShow?: boolean;
  /** A heading over the rows that follow. */
  readonly heading?: boolean;
  /** Says something and cannot be ticked. */
  readonly message?: boolean;
  /** A button on the row that puts this text into the field. */
  readonly editable?: string;
}

/** What there is at the moment when a person accepts. */
export interface Given {
  /** Without blanks around it. */
  readonly typed: string;
  readonly row: Row | undefined;
  /** Ids of the ticked rows. */
  readonly ticked: readonly string[];
  /** Whether a tick was set or removed after the last letter was typed. */
  readonly tickedSinceTyping: boolean;
}

/** What becomes of it: an answer, or the pick stays open, with another text or other ticks. */
export type Reaction<R> =
  { readonly answer: R } | { readonly answer?: never; readonly typed?: string; readonly ticked?: readonly string[] };

export interface Pick<R> {
  readonly placeholder: string;
  /** Several rows can be ticked; otherwise one is chosen. */
  readonly many?: boolean;
  readonly ticked?: readonly string[];
  /** Id of the row that is active at first. */
  readonly active?: string | undefined;
  /** Called whenever something was typed, ticked or loaded. Rows that are added to many must come last. */
  rows(typed: string, ticked: readonly string[]): readonly Row[];
  accept(given: Given): Reaction<R>;
  onTicked?(ticked: readonly string[]): void;
  /** Gets what `rows` needs while the pick is already open, and calls `refresh` when there is more; the pick is busy until then. */
  load?(refresh: () => void): Promise<void>;
}

/** Where the pick stands in the wizard. */
export interface Place {
  readonly step: number;
  readonly total: number;
  readonly canGoBack: boolean;
}

/** A person went back to the step before, or gave up the whole. */
export class Left extends Error {
  readonly how: 'back' | 'cancel';

  constructor(how: 'back' | 'cancel') {
    super(how);
    this.how = how;
  }
}

/** What a step can do with the person in front of it. */
export interface StepUi {
  /** Shows a pick and waits for its answer; rejects with `Left`. */
  pick<R>(pick: Pick<R>): Promise<R>;
  /** Lets a person choose a folder; resolves to its path on disk. */
  browse(start: string): Promise<string | undefined>;
  /** Takes the pick away while something else is shown. */
  hide(): void;
}

export interface WizardUi {
  at(place: Place): StepUi;
}
