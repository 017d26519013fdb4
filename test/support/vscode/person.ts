import type { Act } from './session.ts';

/** Presses a button of a message. */
export const press = (button: string): Act => ({ act: 'press', button });
/** Selects a row of a pick. */
export const choose = (row: string): Act => ({ act: 'choose', row });
/** Selects exactly these rows of a pick, and presses Enter. */
export const tick = (...rows: readonly string[]): Act => ({ act: 'tick', rows });
/** Replaces the text of the field, and presses Enter. */
export const type = (text: string): Act => ({ act: 'type', text });
/** Selects a file or folder in VS Code's dialog. */
export const file = (path: string): Act => ({ act: 'file', path });
/** Presses Enter. */
export const enter: Act = { act: 'enter' };
/** Presses Escape, or closes a message. */
export const leave: Act = { act: 'leave' };
/** Presses the back button. */
export const back: Act = { act: 'back' };
/** Presses Cancel of the progress whose title contains these words. */
export const cancel = (progress: string): Act => ({ act: 'cancel', progress });
