import type { Given, Reaction } from '../../shared/picks/ui.ts';
import { matching, readTyped } from './platformRows.ts';

/**
 * Enter with text in the field selects the matching platform or the only matching row, and never accepts an invalid one. Enter without
 * text, or right after a manual selection, continues. (In a multi-select pick, VS Code makes no row active while the user types.)
 */
export function acceptPlatforms(given: Given, listed: readonly string[]): Reaction<readonly string[]> {
  const { typed, ticked, tickedSinceTyping } = given;
  const goOn = (): Reaction<readonly string[]> =>
    ticked.length > 0 ? { answer: listed.filter((platform) => ticked.includes(platform)) } : {};
  const read = readTyped(typed, listed);
  if (read.kind === 'problem') {
    return {};
  }
  if (typed === '' || tickedSinceTyping) {
    return goOn();
  }
  const [meant, ...more] = read.kind === 'platform' ? [read.platform] : matching(typed, listed);
  if (meant === undefined || more.length > 0) {
    return {};
  }
  return ticked.includes(meant) ? goOn() : { typed: '', ticked: [...ticked, meant] };
}
