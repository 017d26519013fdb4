import path from 'node:path';
import type { BuildPlan } from '../../domain/build/plan.ts';
import type { BuildWarning } from '../../domain/build/report.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import type { Heard } from './follow.ts';

/** Makes the file of a failure relative to the folder of the plan; omits a file that does not exist. */
export function locateFailure(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  failure: Diagnosis,
  target: string | undefined,
  definition: BakeDefinition | undefined,
): Diagnosis {
  const { location, ...rest } = failure;
  if (!location) {
    return failure;
  }
  const file = dockerfiles.locate(plan, location.file, definition, target);
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
export function locateWarnings(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  { progress }: Pick<Heard, 'progress'>,
  definition: BakeDefinition | undefined,
): BuildWarning[] {
  const warnings: BuildWarning[] = [];
  for (const { rule, message, file, line, target } of progress.warnings()) {
    const located = file === undefined ? undefined : dockerfiles.locate(plan, file, definition, target);
    if (located !== undefined && line !== undefined) {
      warnings.push({ ...(rule !== undefined && { rule }), message, file: located, line });
    }
  }
  return warnings;
}

/** with several targets, buildx names the target in the failed step and before the error */
export function failedTarget({ progress, lines }: Pick<Heard, 'progress' | 'lines'>): string | undefined {
  const named = lines.map((line) => /^ERROR: target (\S+): /.exec(line)?.[1]).find((target) => target !== undefined);
  return progress.failedStep()?.target ?? named;
}
