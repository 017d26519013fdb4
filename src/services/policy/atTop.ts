import { access } from 'node:fs/promises';
import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import type { BakeDefinition, BakeTargetDefinition } from '../../domain/policy/bakeDefinition.ts';

/** Whether all local folders that a definition builds from exist, relative to bake's working directory. */
export async function contextsAreThere(directory: string, { targets }: BakeDefinition): Promise<boolean> {
  const found = await Promise.all(
    [...targets.values()]
      .flatMap((target) => folderOf(target) ?? [])
      .map((folder) => exists(path.resolve(directory, folder))),
  );
  return found.every(Boolean);
}

/** The same plan, run in the workspace root; undefined if it already runs there, or has other paths relative to the requested folder. */
export function atTop(plan: BuildPlan): BuildPlan | undefined {
  const { directory, workspace, bakeFiles, destination, allow = [] } = plan;
  const others = [plan.secrets, plan.cacheFrom, plan.cacheTo, plan.extraArgs, Object.keys(plan.buildContexts), allow];
  if (directory === workspace || bakeFiles.length === 0 || others.some((some) => some.length > 0)) {
    return undefined;
  }
  const moved = (file: string) => path.relative(workspace, path.resolve(directory, file));
  return {
    ...plan,
    directory: workspace,
    bakeFiles: bakeFiles.map((file) => (file.startsWith('cwd://') ? `cwd://${moved(file.slice(6))}` : moved(file))),
    ...(destination !== undefined && { destination: moved(destination) }),
  };
}

function folderOf({ context }: BakeTargetDefinition): string | undefined {
  return /^[a-z][\w+.-]*:\/\/|^git@|^github\.com\//.test(context) ? undefined : context;
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
