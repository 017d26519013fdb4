import { diagnose } from '../domain/diagnosis/diagnose.ts';
import { DiagnosedError, isDiagnosedError } from '../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../domain/diagnosis/remedies.ts';
import { isCancelled, isCommandError } from '../tools/process/errors.ts';
import { isWorkerError } from '../tools/worker/errors.ts';
import { diagnoseWorker } from './worker/diagnoseWorker.ts';

/** Converts any error to one with a code and a message. */
export function diagnoseError(error: unknown): DiagnosedError {
  if (isDiagnosedError(error)) {
    return error;
  }
  if (isCancelled(error)) {
    return new DiagnosedError(diagnosisOf('cancelled'));
  }
  if (isWorkerError(error)) {
    return diagnoseWorker(error);
  }
  if (isCommandError(error)) {
    const { exitCode, spawnError } = error;
    return new DiagnosedError(
      diagnose({
        text: `${error.stdout}\n${error.stderr}`,
        ...(exitCode !== undefined && { exitCode }),
        ...(spawnError !== undefined && { spawnError }),
      }),
      error.message,
    );
  }
  return new DiagnosedError(diagnose({ text: error instanceof Error ? error.message : String(error) }));
}
