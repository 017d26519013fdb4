import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';

/** The files that bake uses by default, in merge order (buildx bake/bake.go, `defaultFilenames`). */
const defaultFiles = [
  'compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml',
  'docker-bake.json', 'docker-bake.hcl', 'docker-bake.override.json', 'docker-bake.override.hcl',
]; // prettier-ignore

/** The files that bake reads for a plan, in merge order. Paths are relative to the folder of the plan. */
export type BakeFiles = (plan: Pick<BuildPlan, 'directory' | 'bakeFiles'>) => Promise<readonly string[]>;

/** The user's environment may name files if the plan does not (buildx commands/bake.go, `bakeEnvFiles`). */
export function createBakeFiles(env: Readonly<Record<string, string | undefined>>): BakeFiles {
  return async ({ directory, bakeFiles }) => {
    const separator = env.BUILDX_BAKE_PATH_SEPARATOR;
    const ofEnvironment = (env.BUILDX_BAKE_FILE ?? '')
      .split(separator === undefined || separator === '' ? path.delimiter : separator)
      .map((file) => file.trim())
      .filter((file) => file !== '');
    const [named] = [bakeFiles, ofEnvironment].filter((files) => files.length > 0);
    if (named) {
      return named;
    }
    const there = await readdir(directory).catch((): string[] => []);
    return defaultFiles.filter((file) => there.includes(file));
  };
}
