import type { ClusterPlatforms } from '../cluster/cluster.ts';
import type { Coverage, GroupCoverage } from '../cluster/coverage.ts';
import type { InspectedImage } from '../image/describe.ts';
import { parsePlatform, platformList, runsNatively } from '../platform.ts';
import { fateOf, type FactsOf, type UseFate } from './imageFate.ts';
import type { Engine, ImageUse } from './imageUse.ts';

/** Stands for the name of a cluster. */
const engineContext = 'Docker engine';

/** How an image would run as a Compose service: on the engine, for the platform of the service or of the engine. */
export function fateOfService(image: InspectedImage, use: ImageUse, engine: Engine, factsOf?: FactsOf): UseFate {
  const own = use.engine?.platform;
  const [wanted] = own === undefined ? [engine.native] : platformList([own]);
  const known: ClusterPlatforms = {
    context: engineContext,
    state: 'declared',
    local: true,
    groups: wanted === undefined ? [] : [{ platform: wanted, nodes: 0, eligible: 0, taints: [], ineligible: [] }],
  };
  const { state, groups } = fateOf(image, [{ context: engineContext, known }], engine.emulated, factsOf);
  return { ...imitated({ state, groups }, engine), use, isNowhere: false };
}

/** An image for the platform of the service may be one that the engine only emulates, or does not run. */
function imitated(coverage: Coverage, { native, emulated }: Engine): Coverage {
  const [group] = coverage.groups;
  if (group?.verdict !== 'runs') {
    return coverage;
  }
  const isNative = native === undefined ? undefined : runsOn(native, group.platform);
  if (isNative === true) {
    return coverage;
  }
  if (native === undefined || (isNative === undefined && !emulated.includes(group.platform))) {
    return { state: 'unknown', groups: [{ ...group, verdict: 'unknown' }] };
  }
  const crash: GroupCoverage = { ...group, verdict: 'fails', how: 'crashes' };
  return emulated.includes(group.platform)
    ? { state: 'runs', groups: [{ ...group, verdict: 'emulated' }] }
    : { state: 'fails', groups: [crash] };
}

/** `emulated` lacks what runs natively, such as 386 on amd64. Undefined if only a trial shows it: not every arm64 processor runs 32-bit Arm. */
function runsOn(native: string, platform: string): boolean | undefined {
  const [own, wanted] = [parsePlatform(native), parsePlatform(platform)];
  if (native === platform || !own.ok || !wanted.ok) {
    return native === platform;
  }
  const isMaybe = own.value.architecture === 'arm64' && wanted.value.architecture === 'arm';
  return runsNatively(own.value, wanted.value) || (isMaybe ? undefined : false);
}
