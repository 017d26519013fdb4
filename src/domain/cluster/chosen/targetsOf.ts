import { ordered, platformList } from '../../platform.ts';

/** The default platforms of a build, and their source. */
export interface Targets {
  /** Never empty; normalized. In the order of the setting, otherwise one that does not change with the nodes of clusters. */
  readonly platforms: readonly string[];
  /**
   * `hand`: the setting; `clusters`: the needs of the selected clusters; `docker`: `DOCKER_DEFAULT_PLATFORM`; `usual`: nothing is known.
   */
  readonly by: 'hand' | 'clusters' | 'docker' | 'usual';
}

/** The platforms without a setting or a known cluster. */
const usual: readonly string[] = ['linux/amd64', 'linux/arm64'];

/**
 * The default platforms of a build.
 *
 * @param byHand the setting, unchecked
 * @param needed what the selected clusters need, as far as known
 * @param docker Docker's own default
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
    return { platforms: ordered(needed), by: 'clusters' };
  }
  return docker.length > 0 ? { platforms: docker, by: 'docker' } : { platforms: usual, by: 'usual' };
}
