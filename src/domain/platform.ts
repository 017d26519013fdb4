export { commonPlatforms, isKnownOs, isKnownPlatform, nearestPlatform } from './platform/known.ts';
export { acceptablePlatforms, matchesPlatform, runsNatively, samePlatform } from './platform/match.ts';
export { formatPlatform, isReadable, normalizePlatform, type Platform } from './platform/normalize.ts';
export { parsePlatform, type PlatformProblem } from './platform/parse.ts';
