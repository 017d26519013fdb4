import type { BuildRequest } from '../build/request.ts';
import { decidesResult, splitArguments } from './extraArguments.ts';

/** What is not up to a request that is one step of something else: the tags that it is pushed under, and for which platforms. */
export interface AsideGoal {
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
}

/**
 * A request of any source that pushes under these tags and nowhere else: arguments that were added to it may not name other
 * ones, and what it would have done about platforms of its own tags does not hold for these.
 */
export function asideRequest(request: BuildRequest, { platforms, tags }: AsideGoal): BuildRequest {
  const kind = (request.bakeTargets ?? request.bakeFiles) === undefined ? 'build' : 'bake';
  const { kept } = splitArguments(kind, request.extraArgs ?? [], decidesResult);
  return {
    ...request,
    platforms,
    tags,
    output: 'push',
    onMissingPlatforms: 'ask',
    ...(request.pushByDigest && { pushByDigest: false }),
    ...(request.extraArgs && { extraArgs: kept }),
  };
}
