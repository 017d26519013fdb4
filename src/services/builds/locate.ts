import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import type { BuildWarning } from '../../domain/build/report.ts';
import { failureExcerpt } from '../../domain/buildProgress.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import type { Heard } from './follow.ts';

/** Makes the file of a failure relative to the folder of the plan; omits a file that does not exist. */
export async function locateFailure(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  failure: Diagnosis,
  heard: Pick<Heard, 'progress' | 'lines'>,
  definition: BakeDefinition | undefined,
): Promise<Diagnosis> {
  const { location, ...rest } = failure;
  if (!location) {
    return failure;
  }
  const place = { name: location.file, target: failedTarget(heard), quoted: failureExcerpt(heard.lines) };
  const file = await dockerfiles.locate(plan, place, definition);
  if (file === undefined) {
    return { ...rest, remedies: failure.remedies.filter(({ id }) => id !== 'openFile') };
  }
  // remedies run in the workspace folder
  const opened = path.join(path.relative(plan.workspace, plan.directory), file);
  return {
    ...failure,
    location: { ...location, file },
    remedies: failure.remedies.map((remedy) => (remedy.id === 'openFile' ? { ...remedy, file: opened } : remedy)),
  };
}

/** The warnings that have a line of a Dockerfile, with their files resolved in the same way. */
export async function locateWarnings(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  { progress }: Pick<Heard, 'progress'>,
  definition: BakeDefinition | undefined,
): Promise<readonly BuildWarning[]> {
  const found = await Promise.all(
    progress.warnings().map(async ({ rule, message, file: name, line, target, quoted }) => {
      if (name === undefined || line === undefined) {
        return [];
      }
      const lines = quoted === undefined ? [] : [{ line, text: quoted }];
      const file = await dockerfiles.locate(plan, { name, target, quoted: lines }, definition);
      return file === undefined ? [] : [{ ...(rule !== undefined && { rule }), message, file, line }];
    }),
  );
  return found.flat();
}

/** with several targets, buildx names the target in the failed step and before the error */
function failedTarget({ progress, lines }: Pick<Heard, 'progress' | 'lines'>): string | undefined {
  const named = lines.map((line) => /^ERROR: target (\S+): /.exec(line)?.[1]).find((target) => target !== undefined);
  return progress.failedStep()?.target ?? named;
}
