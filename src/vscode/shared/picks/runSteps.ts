import { Left, type StepUi, type WizardUi } from './ui.ts';

export interface Step<S, I extends string> {
  readonly id: I;
  /** Whether there is anything to ask. */
  applies(state: S): boolean;
  ask(state: S, ui: StepUi): Promise<Next<S, I>>;
  /** Going back to it undoes what was answered since: for the step that shows them all. */
  readonly undoes?: boolean;
}

/** What follows a step: the first step without an answer, unless `goTo` names another. */
export interface Next<S, I extends string> {
  readonly state: S;
  /** Steps whose answers no longer hold. */
  readonly reopen?: readonly I[];
  /** Steps that are answered with this one. */
  readonly settled?: readonly I[];
  readonly goTo?: I;
  readonly finished?: boolean;
}

interface Visit<S, I extends string> {
  readonly id: I;
  readonly state: S;
  readonly answered: ReadonlySet<I>;
}

/** Where to begin, and which steps have their answers already. */
export interface Beginning<S, I extends string> {
  readonly state: S;
  readonly answered: readonly I[];
  readonly first?: I;
}

/**
 * Leads through steps: on to the first one without an answer, back to the one before with the former answers in place, or
 * to any one and then to the first without an answer again.
 *
 * @returns the state that the last step finished with, or nothing if it was given up
 */
export async function runSteps<S, I extends string>(
  steps: readonly Step<S, I>[],
  beginning: Beginning<S, I>,
  ui: WizardUi,
): Promise<S | undefined> {
  let { state } = beginning;
  let answered: ReadonlySet<I> = new Set(beginning.answered);
  let history: readonly Visit<S, I>[] = [];
  const open = () => steps.find((step) => step.applies(state) && !answered.has(step.id));
  let current = steps.find(({ id }) => id === beginning.first) ?? open();
  while (current) {
    const step = current;
    const applying = steps.filter((other) => other === step || other.applies(state));
    const place = { step: applying.indexOf(step) + 1, total: applying.length, canGoBack: history.length > 0 };
    try {
      const next = await step.ask(state, ui.at(place));
      if (next.finished) {
        return next.state;
      }
      const visit = { id: step.id, state, answered };
      state = next.state;
      const reopened = new Set(next.reopen);
      answered = new Set(
        [...answered, ...(step.undoes ? [] : [step.id]), ...(next.settled ?? [])].filter((id) => !reopened.has(id)),
      );
      current = steps.find(({ id }) => id === next.goTo) ?? open();
      history = next.goTo ? [...history, visit] : upTo([...history, visit], current?.id);
    } catch (error) {
      const former = error instanceof Left && error.how === 'back' ? history.at(-1) : undefined;
      if (error instanceof Left && !former) {
        return undefined;
      }
      if (!former) {
        throw error;
      }
      history = history.slice(0, -1);
      current = steps.find(({ id }) => id === former.id);
      answered = former.answered;
      state = current?.undoes ? former.state : state;
    }
  }
  return undefined;
}

/** Coming on to a step that was there before, nobody wants to go back through what was done since the first time. */
function upTo<S, I extends string>(history: readonly Visit<S, I>[], id: I | undefined): readonly Visit<S, I>[] {
  const at = history.findIndex((visit) => visit.id === id);
  return at < 0 ? history : history.slice(0, at);
}
