import { platformList } from '../../platform.ts';

/** What a build makes when it does not say, and who says so. */
export interface Targets {
  /** Never empty; normalised. */
  readonly platforms: readonly string[];
  /**
   * `hand`: the setting names them; `clusters`: the chosen clusters need them; `docker`: `DOCKER_DEFAULT_PLATFORM` does;
   * `usual`: nothing is known.
   */
  readonly by: 'hand' | 'clusters' | 'docker' | 'usual';
}

/** What is built for while neither a setting nor a cluster says anything. */
const usual: readonly string[] = ['linux/amd64', 'linux/arm64'];

/**
 * What a build makes when it does not say.
 *
 * @param byHand what the setting names, unchecked
 * @param needed what the chosen clusters need, as far as is known
 * @param docker what Docker's own default is
 */
export function targetsOf(
  byHand: readonly string[],
  needed: readonly string[],
  docker: readonly string[] = [],
): Targets {
  const named = platformList(byHand);
  if (named.length > 0) {
    return { platforms: named, by: 'hand' };
  }
  if (needed.length > 0) {
    return { platforms: needed, by: 'clusters' };
  }
  return docker.length > 0 ? { platforms: docker, by: 'docker' } : { platforms: usual, by: 'usual' };
}
