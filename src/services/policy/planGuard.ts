import type { BuildPlan } from '../../domain/build/plan.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { atLeast } from '../../tools/buildx/version.ts';
import type { Builders } from '../builders/builders.ts';
import type { Environment } from '../environment.ts';

export interface PlanGuardDeps {
  readonly environment: Pick<Environment, 'buildx'>;
  readonly builders: Pick<Builders, 'inUse'>;
}

/** A property of a plan, and the first buildx version that supports it. */
interface Need {
  readonly property: string;
  readonly since: readonly [major: number, minor: number];
}

/**
 * Refuses a plan that buildx or the builder would execute differently. Rejects with `buildxTooOld`, or with `invalidRequest` for a push by
 * digest from several nodes.
 */
export function createPlanGuard({ environment, builders }: PlanGuardDeps) {
  return async (plan: BuildPlan, signal: AbortSignal): Promise<void> => {
    const needs = needsOf(plan);
    if (needs.length > 0) {
      const version = await environment.buildx(signal);
      const need = needs.find(({ since }) => !atLeast(version, ...since));
      if (need) {
        throw new DiagnosedError(
          diagnosisOf('buildxTooOld', {
            found: version?.text ?? '',
            property: need.property,
            wanted: need.since.join('.'),
          }),
        );
      }
    }
    if (plan.pushByDigest) {
      const { name, nodes } = await builders.inUse(plan.builder, signal);
      // buildx joins the parts of several nodes under the name, which without a tag is `latest` (build/build.go)
      if (nodes.length > 1) {
        throw new DiagnosedError(diagnosisOf('invalidRequest', { reason: 'severalNodes', builder: name }));
      }
    }
  };
}

/** The first versions whose `commands/build.go` and `bake/bake.go` have the option. */
function needsOf(plan: BuildPlan): readonly Need[] {
  const { annotations = [], attest = [], provenance, sbom } = plan;
  // up to 0.21, bake parses `--set target.annotations=…` but ignores it
  const annotated = plan.kind === 'bake' ? ([0, 22] as const) : ([0, 12] as const);
  return [
    ...(annotations.length > 0 ? [{ property: 'annotations', since: annotated }] : []),
    ...(attest.length > 0 ? [{ property: 'attest', since: [0, 10] } as const] : []),
    ...(provenance === undefined ? [] : [{ property: 'provenance', since: [0, 10] } as const]),
    ...(sbom === undefined ? [] : [{ property: 'sbom', since: [0, 10] } as const]),
  ];
}
