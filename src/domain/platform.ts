export { clientPlatform } from './platform/client.ts';
export { dockerDefaultPlatforms } from './platform/dockerDefault.ts';
export { commonPlatforms, isKnownOs, isKnownPlatform, nearestPlatform } from './platform/known.ts';
export { readWanted } from './platform/wanted.ts';
export { acceptablePlatforms, matchesPlatform, runsNatively, samePlatform } from './platform/match.ts';
export { formatPlatform, isReadable, normalizePlatform, specifyPlatform, type Platform } from './platform/normalize.ts';
export { ordered } from './platform/order.ts';
export { platformList } from './platform/platformList.ts';
export { parsePlatform, type PlatformProblem } from './platform/parse.ts';
