import { namesOf } from './platformList.ts';
import { readWanted } from './wanted.ts';

/**
 * What `docker build` makes when nobody says for which platform: `DOCKER_DEFAULT_PLATFORM` (buildx commands/build.go), which
 * bake does not look at. Empty where it is not set, or names no platform.
 */
export function dockerDefaultPlatforms(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return namesOf((env.DOCKER_DEFAULT_PLATFORM ?? '').split(','), (text) => readWanted(text.trim()));
}
