import { namesOf } from './platformList.ts';
import { readWanted } from './wanted.ts';

/**
 * The default platforms of `docker build`: `DOCKER_DEFAULT_PLATFORM` (buildx commands/build.go), which bake ignores. Empty if it is unset
 * or invalid.
 */
export function dockerDefaultPlatforms(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  return namesOf((env.DOCKER_DEFAULT_PLATFORM ?? '').split(','), (text) => readWanted(text.trim()));
}
