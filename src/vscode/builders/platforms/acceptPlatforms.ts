import type { Given, Reaction } from '../../shared/picks/ui.ts';
import { matching, readTyped } from './platformRows.ts';

/**
 * Enter with a text in the field ticks the platform that it is, or the only row that it leads to; what is no platform is
 * never taken. Enter without one, or right after a tick was set by hand, goes on. (Among rows to tick, VS Code makes none
 * active while a person types.)
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
