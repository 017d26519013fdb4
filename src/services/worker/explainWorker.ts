import { DiagnosedError } from '../../domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../domain/diagnosis/remedies.ts';
import type { WorkerError } from '../../tools/worker/errors.ts';

/**
 * Why something could not be read, as a diagnosis.
 *
 * @param what was being read: a `file` of the workspace or an `image`
 */
export function diagnoseWorker(
  error: WorkerError,
  what: { readonly file?: string; readonly image?: string } = {},
): DiagnosedError {
  const { reason, message } = error;
  return new DiagnosedError(diagnosisOf('tooComplex', { ...what, reason, detail: message }), message);
}
