/** A row of a quick pick as plain data. Its texts may come from outside: `QuickPickUi` makes them safe, and only `icon` becomes an icon. */
export interface Row {
  /** Unique within a pick; selection is stored by it. */
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Name of a codicon, shown before the label. */
  readonly icon?: string;
  /** Shown regardless of the typed text. */
  readonly alwaysShow?: boolean;
  /** A heading over the rows that follow. */
  readonly heading?: boolean;
  /** A message that cannot be selected. */
  readonly message?: boolean;
  /** A button on the row that puts this text into the field. */
  readonly editable?: string;
}

/** The input when the user accepts. */
export interface Given {
  /** Trimmed. */
  readonly typed: string;
  readonly row: Row | undefined;
  /** Ids of the selected rows. */
  readonly ticked: readonly string[];
  /** Whether the selection changed after the last typed character. */
  readonly tickedSinceTyping: boolean;
}

/** The result: an answer, or the pick stays open with another text or selection. */
export type Reaction<R> =
  { readonly answer: R } | { readonly answer?: never; readonly typed?: string; readonly ticked?: readonly string[] };

export interface Pick<R> {
  readonly placeholder: string;
  /** Several rows can be selected; by default, a single one. */
  readonly many?: boolean;
  readonly ticked?: readonly string[];
  /** Id of the initially active row. */
  readonly active?: string | undefined;
  /** Called after typing, selecting or loading. Rows that are added to many others must come last. */
  rows(typed: string, ticked: readonly string[]): readonly Row[];
  accept(given: Given): Reaction<R>;
  onTicked?(ticked: readonly string[]): void;
  /** Loads what `rows` needs while the pick is already open, and calls `refresh` for each update; the pick is busy until then. */
  load?(refresh: () => void): Promise<void>;
  /** After loading: the answer if there is nothing to choose. */
  only?(): R | undefined;
}

/** The pick's position in the wizard. */
export interface Place {
  readonly step: number;
  /** Undefined while an answer decides how many steps follow. */
  readonly total: number | undefined;
  readonly canGoBack: boolean;
}

/** The user went back a step, or canceled the wizard. */
export class Left extends Error {
  readonly how: 'back' | 'cancel';

  constructor(how: 'back' | 'cancel') {
    super(how);
    this.how = how;
  }
}

/** How a step interacts with the user. */
export interface StepUi {
  /** Shows a pick and waits for its answer; rejects with `Left`. */
  pick<R>(pick: Pick<R>): Promise<R>;
  /** Lets the user select a folder; resolves to its path on disk. */
  browse(start: string): Promise<string | undefined>;
  /** Hides the pick while something else is shown. */
  hide(): void;
}

export interface WizardUi {
  at(place: Place): StepUi;
}
