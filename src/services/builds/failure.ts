import type { BuildPlan } from '../../domain/build/plan.ts';
import { failureLocation } from '../../domain/buildProgress.ts';
import { diagnose } from '../../domain/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { secretValues } from '../../domain/build/planSecrets.ts';
import { formatPlatform } from '../../domain/platform.ts';
import type { Heard } from './follow.ts';

/** Determines why a build failed from all available evidence. */
export function diagnoseBuild(
  plan: BuildPlan,
  exitCode: number,
  { progress, builder, routes, lines }: Heard,
): Diagnosis {
  const failedStep = progress.failedStep();
  const location = failureLocation(lines);
  const image = plan.tags[0];
  return diagnose({
    text: lines.join('\n'),
    exitCode,
    ...(failedStep && { failedStep }),
    secrets: secretValues(plan),
    ...(location && { location }),
    warnings: progress.warnings().map(({ message }) => message),
    platforms: plan.platforms.map(formatPlatform),
    routes,
    output: plan.output,
    ...(image !== undefined && { image }),
    ...(builder && { builder: builder.name, driver: builder.driver }),
    ...(plan.dockerfile !== undefined && { dockerfile: plan.dockerfile }),
  });
}
