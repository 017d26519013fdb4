import { Left, type StepUi, type WizardUi } from './ui.ts';

export interface Step<S, I extends string> {
  readonly id: I;
  /** Whether the step has anything to ask. */
  applies(state: S): boolean;
  ask(state: S, ui: StepUi): Promise<Next<S, I>>;
  /** Which steps follow depends on its answer, so it does not show their number. */
  readonly decides?: boolean;
  /** Going back to it discards later answers: for the step that shows them all. */
  readonly undoes?: boolean;
}

/** The next step: the first one without an answer, unless `goTo` names another. */
export interface Next<S, I extends string> {
  readonly state: S;
  /** Steps whose answers are no longer valid. */
  readonly reopen?: readonly I[];
  /** Steps that this answer also answers. */
  readonly settled?: readonly I[];
  readonly goTo?: I;
  readonly finished?: boolean;
  /** There was nothing to choose: going back skips it. */
  readonly unasked?: boolean;
}

interface Visit<S, I extends string> {
  readonly id: I;
  readonly state: S;
  readonly answered: ReadonlySet<I>;
}

/** The first step, and the steps that are already answered. */
export interface Beginning<S, I extends string> {
  readonly state: S;
  readonly answered: readonly I[];
  readonly first?: I;
}

/**
 * Runs steps: forward to the first one without an answer, back to the previous one with its answers, or to any one and then to the first
 * without an answer.
 *
 * @returns the state after the last step, or undefined if canceled
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
    const total = step.decides ? undefined : applying.length;
    const place = { step: applying.indexOf(step) + 1, total, canGoBack: history.length > 0 };
    try {
      const next = await step.ask(state, ui.at(place));
      if (next.finished) {
        return next.state;
      }
      const visits = next.unasked ? history : [...history, { id: step.id, state, answered }];
      state = next.state;
      const reopened = new Set(next.reopen);
      answered = new Set(
        [...answered, ...(step.undoes ? [] : [step.id]), ...(next.settled ?? [])].filter((id) => !reopened.has(id)),
      );
      current = steps.find(({ id }) => id === next.goTo) ?? open();
      history = next.goTo ? visits : upTo(visits, current?.id);
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

/** When a step is reached again going forward, going back skips what came after its first visit. */
function upTo<S, I extends string>(history: readonly Visit<S, I>[], id: I | undefined): readonly Visit<S, I>[] {
  const at = history.findIndex((visit) => visit.id === id);
  return at < 0 ? history : history.slice(0, at);
}
