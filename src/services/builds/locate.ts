import type { BuildPlan } from '../../domain/build/plan.ts';
import type { BuildWarning } from '../../domain/build/report.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import type { Dockerfiles } from './dockerfiles.ts';
import type { Heard } from './follow.ts';

/** A failure with the file that it happened in as a path from the folder of the plan. */
export function locateFailure(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  failure: Diagnosis,
  definition: BakeDefinition | undefined,
): Diagnosis {
  const { location } = failure;
  if (!location) {
    return failure;
  }
  const file = dockerfiles.locate(plan, location.file, definition);
  return {
    ...failure,
    location: { ...location, file },
    remedies: failure.remedies.map((remedy) => (remedy.id === 'openFile' ? { ...remedy, file } : remedy)),
  };
}

/** The warnings that name a line of a Dockerfile, each with its file in the same way. */
export function locateWarnings(
  dockerfiles: Dockerfiles,
  plan: BuildPlan,
  { progress }: Pick<Heard, 'progress'>,
  definition: BakeDefinition | undefined,
): BuildWarning[] {
  const warnings: BuildWarning[] = [];
  for (const { rule, message, file, line } of progress.warnings()) {
    if (file !== undefined && line !== undefined) {
      const located = dockerfiles.locate(plan, file, definition);
      warnings.push({ ...(rule !== undefined && { rule }), message, file: located, line });
    }
  }
  return warnings;
}
