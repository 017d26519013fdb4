import type { BuildRequest } from '../build/request.ts';
import { decidesResult, splitArguments } from './extraArguments.ts';

/** The fixed parts of a request that is an intermediate step: its tags and platforms. */
export interface AsideGoal {
  readonly platforms: readonly string[];
  readonly tags: readonly string[];
}

/**
 * A request for any source that pushes only with these tags: additional arguments must not add others, and its policy for missing platforms
 * of its own tags does not apply to these.
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
