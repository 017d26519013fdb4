import type { BuildPlan } from '../../domain/build/plan.ts';
import {
  compareResult,
  mislabelledIn,
  type BuildReport,
  type BuildWarning,
  type FoundImage,
  type Making,
} from '../../domain/build/report.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import { formatPlatform, parsePlatform, type Platform } from '../../domain/platform.ts';
import { pushes, type BakeDefinition } from '../../domain/policy/bakeDefinition.ts';
import type { BuildMetadata } from '../../tools/buildx/metadata.ts';
import type { BuildResult } from './results.ts';

/** The result of a build, and why it could not be read back or is not as requested. */
export interface VerifiedResult extends BuildResult {
  readonly failure?: Diagnosis;
}

/** How a build ended, as far as it got. */
export interface Outcome extends Partial<VerifiedResult> {
  readonly made: readonly Making[];
  readonly warnings: readonly BuildWarning[];
}

/** Creates the report of a build. A missing platform is a failure, regardless of the exit code. */
export function reportOf(plan: BuildPlan, command: readonly string[], outcome: Outcome, ms: number): BuildReport {
  const { found = [], made, warnings } = outcome;
  const reference = plan.pushByDigest ? found[0]?.reference : (plan.tags[0] ?? found[0]?.reference);
  const digest = found[0]?.digest;
  const isRead = outcome.verified ?? false;
  const asked = plan.platforms.map(formatPlatform);
  const compared =
    isRead || found.some(({ platforms }) => platforms.length > 0)
      ? compareResult(asked, found, made)
      : { platforms: made, missing: [] };
  const failure =
    outcome.failure ??
    (compared.missing.length > 0
      ? diagnosisOf('platformsMissing', {
          platform: compared.missing.join(', '),
          ...(reference !== undefined && { image: reference }),
        })
      : undefined);
  const mislabelled = mislabelledIn(compared.platforms);
  return {
    ok: failure === undefined,
    command,
    ...(reference !== undefined && { reference }),
    ...(digest !== undefined && { digest }),
    verified: isRead && mislabelled.length === 0,
    images: found.map((image) => ({
      ...(image.reference !== undefined && { reference: image.reference }),
      ...(image.digest !== undefined && { digest: image.digest }),
    })),
    ...compared,
    ...(mislabelled.length > 0 && { mislabelled }),
    ms: Math.round(ms),
    warnings,
    ...(failure && { failure }),
  };
}

/**
 * Adds the requested platforms of its bake target to each image, if they can be determined.
 *
 * @param client the machine that Buildx runs on, which it uses for `local`
 */
export function withAsked(
  found: readonly FoundImage[],
  metadata: readonly BuildMetadata[],
  targets: BakeDefinition['targets'] | undefined,
  client: Platform,
): FoundImage[] {
  return found.map((image) => {
    const target = metadata.find(({ digest }) => digest !== undefined && digest === image.digest)?.target;
    const asked = target === undefined ? undefined : targets?.get(target)?.platforms;
    return { ...image, ...(asked && { asked: asked.flatMap((text) => named(text, client)) }) };
  });
}

function named(text: string, client: Platform): readonly string[] {
  const parsed = parsePlatform(text, client);
  return parsed.ok ? [formatPlatform(parsed.value)] : [];
}

/** The images in Buildx's metadata that were requested; excludes targets that others are based on, and files. */
export function imagesOf(
  plan: BuildPlan,
  metadata: readonly BuildMetadata[],
  definition: BakeDefinition | undefined,
): readonly BuildMetadata[] {
  return metadata.filter(({ target }) => {
    const defined = target === undefined ? undefined : definition?.targets.get(target);
    const isMember = defined === undefined || definition?.members.includes(target ?? '') === true;
    return isMember && (plan.output !== 'push' || defined === undefined || defined.outputs.some(pushes));
  });
}
