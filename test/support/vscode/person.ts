import type { Act } from './session.ts';

/** Presses a button of a message. */
export const press = (button: string): Act => ({ act: 'press', button });
/** Chooses a row of a pick. */
export const choose = (row: string): Act => ({ act: 'choose', row });
/** Ticks these rows of a pick and no others, and presses Enter. */
export const tick = (...rows: readonly string[]): Act => ({ act: 'tick', rows });
/** Types a text in place of what stands in the field, and presses Enter. */
export const type = (text: string): Act => ({ act: 'type', text });
/** Chooses a file or folder in VS Code's dialog. */
export const file = (path: string): Act => ({ act: 'file', path });
/** Presses Enter. */
export const enter: Act = { act: 'enter' };
/** Presses Escape, or closes a message. */
export const leave: Act = { act: 'leave' };
/** Presses the arrow that goes back. */
export const back: Act = { act: 'back' };
/** Presses Cancel of the progress whose title has these words in it. */
export const cancel = (progress: string): Act => ({ act: 'cancel', progress });
