import type { Evidence } from '../../src/domain/diagnosis/evidence.ts';

/** A failed `RUN` of a build for linux/arm64, as BuildKit reports it (solver/llbsolver/ops/exec.go). */
export function failedRun(command: string, log: string, more: Partial<Evidence> = {}, exitCode = 1): Evidence {
  const error = `process ${JSON.stringify(command)} did not complete successfully: exit code: ${exitCode}`;
  return {
    text: `ERROR: failed to build: failed to solve: ${error}`,
    exitCode: 1,
    platforms: ['linux/arm64'],
    failedStep: { name: `RUN ${command}`, platform: 'linux/arm64', error, log },
    ...more,
  };
}
