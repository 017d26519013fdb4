import type { Row } from '../../../shared/picks/ui.ts';
import type { StepId } from '../state.ts';

/** What rows of the plan do, by the start of their IDs. */
export const planActions = { run: 'run', save: 'save', copy: 'copy', pin: 'pin', create: 'create' } as const;

/** The start of the ID of a row that leads to a step. */
export const goTo = 'goTo:';

/** The action of a row of the plan that does not lead to a step. */
export function actionOf(row: Row): keyof typeof planActions | undefined {
  const [id] = row.id.split(':');
  return Object.values(planActions).find((action) => action === id);
}

/** The step that a row of the plan leads to. */
export function stepOf(row: Row): StepId | undefined {
  const id = row.id.split(':');
  return row.id.startsWith(goTo) ? (id[1] as StepId) : undefined;
}
