import { oldBuildx, type BuildxLack } from '../../domain/builder/oldBuildx.ts';
import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { BuildxVersion } from '../../tools/buildx/version.ts';

/** Throws `buildxTooOld` if Buildx lacks one of these features: it would write a wrong result or crash. */
export function requireBuildx(version: BuildxVersion | undefined, ...needed: readonly BuildxLack[]): void {
  const old = oldBuildx(version);
  const lacked = needed.find((need) => old?.lacks.includes(need));
  if (old && lacked !== undefined) {
    throw new DiagnosedError(diagnosisOf('buildxTooOld', { found: old.version, reason: lacked }));
  }
}
